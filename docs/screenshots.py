"""Pictures of the terminal: commands, with what they print, as SVG under `docs/images/`.

``make docs`` draws them with rich. They are kept beside the pages, for these are read in a checkout
too; a test compares the text in each picture with what the program prints.
"""

import io
import tempfile
from pathlib import Path

from docs.generate import ROOT, Shell

IMAGES = ROOT / "docs" / "images"

# What must have been done before: the files of the tutorial.
BEFORE = (
    "edi-portal synthesize --kind 837P --claims 30 --seed 1 --remittances --corruption 0.3 -o office",
    "sed '22s/:B:1/:B/' office/claims-1.837 > broken.837",
    "sed -e '10s/076~/067~/' -e '25s/K5720/K57.20/' -e '75s/3637/3673/' office/claims-1.837 > slips.837",
)

PICTURES = {
    "validate": ("edi-portal validate broken.837", "edi-portal explain ELE001"),
    "scrub": (
        "edi-portal scrub -f concise --ignore CLM023,PRV02,SUB02,SVC02 --fix mended.837 --diff slips.837",
    ),
    "match": (
        "edi-portal match --claims office/claims-1.837 --remittances office/remittances-1.835",
    ),
}

PROMPT = "$ "
# Fonts that systems bring: a picture loads nothing from elsewhere.
FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"

# As rich has it, without its font and without the frame of a window.
FORMAT = f"""\
<svg class="rich-terminal" viewBox="0 0 {{width}} {{height}}" xmlns="http://www.w3.org/2000/svg">
<style>
.{{unique_id}}-matrix {{{{ font-family: {FONTS}; font-size: {{char_height}}px; line-height: {{line_height}}px; }}}}
{{styles}}
</style>
<defs>
<clipPath id="{{unique_id}}-clip-terminal">
<rect x="0" y="0" width="{{terminal_width}}" height="{{terminal_height}}"/>
</clipPath>
{{lines}}
</defs>
<rect fill="#292929" width="{{width}}" height="{{height}}" rx="8"/>
<g transform="translate({{terminal_x}}, {{terminal_y}})" clip-path="url(#{{unique_id}}-clip-terminal)">
{{backgrounds}}
<g class="{{unique_id}}-matrix">
{{matrix}}
</g>
</g>
</svg>
"""


def printed() -> dict[str, list[str]]:
    """The lines of every picture, by its name: commands behind a prompt, and what they print."""
    with tempfile.TemporaryDirectory() as name:
        shell = Shell(Path(name))
        for command in BEFORE:
            shell.run(command)
        return {
            name: [
                line
                for command in commands
                for line in (PROMPT + command, *shell.run(command).splitlines())
            ]
            for name, commands in PICTURES.items()
        }


def drawn(name: str, lines: list[str]) -> str:
    """The picture ``name`` of ``lines``."""
    from rich.console import Console
    from rich.text import Text

    console = Console(
        record=True,
        width=max(map(len, lines)),
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
    )
    for line in lines:
        if line.startswith(PROMPT):
            console.print(
                Text.assemble((PROMPT, "bold green"), (line.removeprefix(PROMPT), "bold"))
            )
        else:
            console.print(Text(line))
    picture: str = console.export_svg(title="", code_format=FORMAT, unique_id=name)
    return picture


def main() -> None:
    """Draw every picture anew, and name those that changed."""
    IMAGES.mkdir(exist_ok=True)
    for name, lines in printed().items():
        path, picture = IMAGES / f"{name}.svg", drawn(name, lines)
        if not path.is_file() or path.read_text("utf-8") != picture:
            path.write_text(picture, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
