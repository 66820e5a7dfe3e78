"""What a maker answered once about a product, so that no buyer has to ask it again."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from griya.core.db import Base, UtcDateTime


class ProductFact(Base):
    """The standing answer to one typed question about one product. `is_public` facts stand on the product's page.

    `question` is a code of the typed questions of the inquiry form. Who wrote it for the maker says how they know.
    """

    __tablename__ = "product_fact"
    __table_args__ = (
        CheckConstraint("question <> '' AND answer_id <> ''", name="says_something"),
        UniqueConstraint("product_id", "question"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(String(20))
    answer_id: Mapped[str] = mapped_column(Text)
    answer_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    acting_for: Mapped[str | None] = mapped_column(String(120))
    proof: Mapped[str] = mapped_column(String(300), default="", server_default="")
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
