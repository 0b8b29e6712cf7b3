"""The database of identity, and how its tables are made."""

from enum import StrEnum

from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import Text

from chassis.database import COLUMN_TYPES, Database, new_metadata, text_enum


class Base(DeclarativeBase):
    """The tables of the identity database."""

    metadata = new_metadata()
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy's)
        **COLUMN_TYPES,
        str: Text,
        list[str]: ARRAY(Text),
        StrEnum: text_enum(32),
    }


db = Database(Base.metadata)
