"""Griya IKM: the showroom of West Kalimantan's small industries, as a small server-rendered Flask app."""
