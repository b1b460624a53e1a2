"""``python -m edi_portal.cli`` is ``edi-portal``."""

from edi_portal.cli import main

if __name__ == "__main__":
    main(prog_name="edi-portal")
