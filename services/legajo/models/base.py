"""What every table of legajo stands on: their metadata, and the way to the database."""

from sqlalchemy.orm import DeclarativeBase

from chassis.database import COLUMN_TYPES, Database, new_metadata


class Base(DeclarativeBase):
    """The tables of the legajo database."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


db = Database(Base.metadata)
