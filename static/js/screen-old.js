// A browser that knows no modules cannot run the player: the server turns the slides for it, one page load each.
location.replace("/layar/?n=");
