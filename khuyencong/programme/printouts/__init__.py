"""What each Word, Excel or PDF paper of this part contains: forms of dossiers, packs of a step, the closed file."""

from khuyencong.programme.printouts.catalogue import FORMS, Form, forms_of, pack_of
from khuyencong.programme.printouts.closing import closing_index
from khuyencong.programme.printouts.closing_package import closing_package
from khuyencong.programme.printouts.packing import pack_zip

__all__ = ["FORMS", "Form", "closing_index", "closing_package", "forms_of", "pack_of", "pack_zip"]
