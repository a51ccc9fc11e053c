#!/usr/bin/env python3
"""Makes good/ and bad/ beside this file: small pictures with known pixels, and hostile files.

Needs Pillow and numpy (made with Pillow 13.0.0, numpy 2.4.6). Everything is drawn here; nothing is
random. In good/ each picture has a .ppm of the pixels expected: for JPEG what Pillow decodes, for PNG
what follows from the samples written, by arithmetic done here and not by a PNG reader.
"""
import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

HERE = Path(__file__).parent
GOOD, BAD = HERE / "good", HERE / "bad"
WIDTH, HEIGHT = 22, 14


def picture():
    """Asymmetric both ways, with every channel different."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    rgb = np.stack([x * 255 / (WIDTH - 1), y * 255 / (HEIGHT - 1), (x + y) * 6], -1)
    rgb[2:6, 3:9] = (90, 30, 140)
    rgb[9:12, 14:20] = (240, 200, 210)
    return rgb.clip(0, 255).round().astype(np.uint8)


def expect(name, rgb):
    rgb = np.ascontiguousarray(rgb, np.uint8)
    head = f"P6\n{rgb.shape[1]} {rgb.shape[0]}\n255\n".encode()
    (GOOD / f"{name}.ppm").write_bytes(head + rgb.tobytes())


# --- PNG, written by hand so that every field can be wrong on purpose

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, data, crc=None):
    body = name + data
    crc = zlib.crc32(body) if crc is None else crc
    return struct.pack(">I", len(data)) + body + struct.pack(">I", crc)


def header(width, height, depth=8, colour=2, interlace=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def pack_rows(samples, depth):
    """Rows with filter type 0; samples are height x width x channels."""
    out = b""
    for row in samples.reshape(samples.shape[0], -1):
        if depth == 16:
            data = row.astype(">u2").tobytes()
        elif depth == 8:
            data = row.astype(np.uint8).tobytes()
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in row)
            bits += "0" * (-len(bits) % 8)
            data = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
        out += b"\0" + data
    return out


def scanlines(samples, depth, interlace):
    if not interlace:
        return pack_rows(samples, depth)
    passes = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7]
    return b"".join(pack_rows(p, depth) for p in passes if p.size)


def png(samples, depth=8, colour=2, interlace=0, before=b"", after=b"", idat=None):
    samples = np.asarray(samples).reshape(samples.shape[0], samples.shape[1], CHANNELS[colour])
    data = zlib.compress(scanlines(samples, depth, interlace), 9) if idat is None else idat
    height, width = samples.shape[:2]
    return (SIGNATURE + header(width, height, depth, colour, interlace) + before
            + chunk(b"IDAT", data) + after + chunk(b"IEND", b""))


def to8(v, depth):
    top = (1 << depth) - 1
    return np.floor(np.asarray(v, float) * 255 / top + 0.5).astype(np.uint8)


def over_white(rgb, alpha):
    rgb, alpha = rgb.astype(int), alpha.astype(int)[..., None]
    return ((rgb * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)


def exif(entries, order="<", next_directory=0, count=None):
    """A TIFF block with one directory of (tag, type, count, value) entries."""
    block = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
    block += struct.pack(order + "H", len(entries) if count is None else count)
    for tag, kind, number, value in entries:
        value = struct.pack(order + "HH", value, 0) if kind == 3 else struct.pack(order + "I", value)
        block += struct.pack(order + "HHI", tag, kind, number) + value
    return block + struct.pack(order + "I", next_directory)


def good_png():
    rgb = picture()
    grey = rgb[..., 0]
    ramp = np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH)
    wide = np.stack([ramp * 211, ramp * 97 + 130, 65535 - ramp * 150], -1) % 65536

    def write(name, file, pixels):
        (GOOD / f"{name}.png").write_bytes(file)
        expect(name, np.broadcast_to(pixels[..., None], pixels.shape + (3,)) if pixels.ndim == 2 else pixels)

    write("rgb8", png(rgb), rgb)
    write("rgb8_interlaced", png(rgb, interlace=1), rgb)
    write("rgb16", png(wide, 16), to8(wide, 16))
    write("rgb16_interlaced", png(wide, 16, interlace=1), to8(wide, 16))
    write("grey8", png(grey, colour=0), grey)
    write("grey16", png(wide[..., 0], 16, 0), to8(wide[..., 0], 16))
    for depth in (1, 2, 4):
        few = ramp % (1 << depth)
        write(f"grey{depth}", png(few, depth, 0), to8(few, depth))
        write(f"grey{depth}_interlaced", png(few, depth, 0, 1), to8(few, depth))
    colours = np.array([[i * 15, 255 - i * 11, (i * 53) % 256] for i in range(16)], np.uint8)
    for depth in (1, 2, 4, 8):
        index = ramp % min(1 << depth, 16)
        plte = chunk(b"PLTE", colours[:min(1 << depth, 16)].tobytes())
        write(f"palette{depth}", png(index, depth, 3, before=plte), colours[index])
    index = ramp % 16
    plte = chunk(b"PLTE", colours.tobytes())
    write("palette4_interlaced", png(index, 4, 3, 1, before=plte), colours[index])
    alphas = np.array([0, 60, 128, 200, 255], np.uint8)
    full = np.concatenate([alphas, np.full(11, 255, np.uint8)])
    write("palette8_transparent", png(index, 8, 3, before=plte + chunk(b"tRNS", alphas.tobytes())),
          over_white(colours[index], full[index]))
    alpha = (ramp % 256).astype(np.uint8)
    write("rgba8", png(np.dstack([rgb, alpha]), colour=6), over_white(rgb, alpha))
    write("rgba8_interlaced", png(np.dstack([rgb, alpha]), colour=6, interlace=1), over_white(rgb, alpha))
    write("grey_alpha8", png(np.dstack([grey, alpha]), colour=4), over_white(np.dstack([grey] * 3), alpha))
    wide_alpha = ramp * 200 % 65536
    write("rgba16", png(np.dstack([wide, wide_alpha]), 16, 6), over_white(to8(wide, 16), to8(wide_alpha, 16)))
    key = rgb[3, 4]
    opaque = np.where((rgb == key).all(-1), 0, 255).astype(np.uint8)
    write("rgb8_colour_key", png(rgb, before=chunk(b"tRNS", struct.pack(">HHH", *map(int, key)))),
          over_white(rgb, opaque))
    key = int(grey[3, 4])
    opaque = np.where(grey == key, 0, 255).astype(np.uint8)
    write("grey8_colour_key", png(grey, colour=0, before=chunk(b"tRNS", struct.pack(">H", key))),
          over_white(np.dstack([grey] * 3), opaque))
    # Two 16-bit colours that become the same 8-bit one: only the exact one is transparent.
    near = np.array([[[1000, 2000, 3000], [1001, 2000, 3000]]])
    write("rgb16_colour_key", png(near, 16, before=chunk(b"tRNS", struct.pack(">HHH", 1000, 2000, 3000))),
          over_white(to8(near, 16), np.array([[0, 255]])))
    # Gamma and chromaticities change nothing here.
    write("gamma_ignored", png(rgb, before=chunk(b"gAMA", struct.pack(">I", 100000))), rgb)
    for order in "<>":
        write(f"exif_6_{'little' if order == '<' else 'big'}",
              png(rgb, before=chunk(b"eXIf", exif([(0x0112, 3, 1, 6)], order))), np.rot90(rgb, -1))
    write("exif_3_after_pixels", png(rgb, after=chunk(b"eXIf", exif([(0x0112, 3, 1, 3)]))), rgb[::-1, ::-1])
    # Compressed text of 40 MB and a profile that claims as much: skipped, never inflated.
    bomb = zlib.compress(b"\0" * 40_000_000, 9)
    write("text_bomb", png(rgb, before=chunk(b"zTXt", b"Comment\0\0" + bomb)), rgb)
    write("profile_bomb", png(rgb, before=chunk(b"iCCP", b"x\0\0" + bomb)), rgb)
    (GOOD / "png_named.jpg").write_bytes(png(rgb))
    expect("png_named", rgb)


# --- JPEG

def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **({"quality": 90} | options))
    return out.getvalue()


def with_exif(file, block):
    data = b"Exif\0\0" + block
    return file[:2] + b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data + file[2:]


def good_jpeg():
    image = Image.fromarray(picture())

    def write(name, file):
        (GOOD / f"{name}.jpg").write_bytes(file)
        decoded = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
        expect(name, np.asarray(decoded.convert("RGB")))

    write("rgb_420", jpeg(image, subsampling=2))
    write("rgb_422", jpeg(image, subsampling=1))
    write("rgb_444", jpeg(image, subsampling=0))
    write("progressive", jpeg(image, progressive=True))
    write("grey", jpeg(image.convert("L")))
    write("cmyk", jpeg(image.convert("CMYK")))
    write("restart_markers", jpeg(image, restart_marker_blocks=1))
    plain = jpeg(image, subsampling=0)
    for value in range(1, 9):
        write(f"exif_{value}", with_exif(plain, exif([(0x010F, 4, 1, 0), (0x0112, 3, 1, value)])))
    write("exif_big_endian", with_exif(plain, exif([(0x0112, 3, 1, 8)], ">")))
    write("bytes_after_the_end", plain + b"\0" * 300)

    # Damaged EXIF says nothing about the pixels: the picture stands as stored.
    upright = np.asarray(Image.open(io.BytesIO(plain)).convert("RGB"))
    damaged = {
        "exif_damaged_directory_outside": b"II*\0" + struct.pack("<I", 0x7FFFFFFF),
        "exif_damaged_directory_loops": exif([(0x8769, 4, 1, 8)], next_directory=8),
        "exif_damaged_more_entries_than_bytes": exif([(0x010F, 4, 1, 0)], count=65535),
        "exif_damaged_value_99": exif([(0x0112, 3, 1, 99)]),
        "exif_damaged_wrong_type": exif([(0x0112, 4, 1, 6)]),
        "exif_damaged_count_of_billions": exif([(0x0112, 3, 0xFFFFFFFF, 6)]),
        "exif_damaged_byte_order": b"IM*\0\x08\0\0\0",
        "exif_damaged_empty": b"",
    }
    for name, block in damaged.items():
        (GOOD / f"{name}.jpg").write_bytes(with_exif(plain, block))
        expect(name, upright)


# --- Resizing, against Pillow

def good_resize():
    y, x = np.mgrid[0:61, 0:73]
    wavy = np.stack([128 + 120 * np.sin(x / 3.1), 128 + 120 * np.cos(y / 2.3), (x * 37 + y * 91) % 256], -1)
    wavy = wavy.clip(0, 255).astype(np.uint8)
    (GOOD / "resize_source.png").write_bytes(png(wavy))
    expect("resize_source", wavy)
    image = Image.fromarray(wavy)
    padded = np.pad(wavy, ((20, 20), (20, 20), (0, 0)), mode="edge")
    for name, (x0, y0, side), out in [("inside_up", (10, 5, 40), 56), ("inside_down", (6, 0, 61), 17),
                                      ("corner_up", (-13, -9, 50), 64), ("past_right", (41, 30, 47), 31),
                                      ("same_size", (3, 3, 32), 32)]:
        crop = Image.fromarray(padded[y0 + 20:y0 + 20 + side, x0 + 20:x0 + 20 + side])
        expect(f"resize_{name}_{x0}_{y0}_{side}_{out}", np.asarray(crop.resize((out, out), Image.BILINEAR)))


# --- Hostile files, named for the flaw

def segment(code, data):
    return bytes([0xFF, code]) + struct.pack(">H", len(data) + 2) + data


def find_marker(file, code, after=2):
    at = after
    while file[at + 1] != code:
        at += 2 + struct.unpack(">H", file[at + 2:at + 4])[0]
    return at


def without(file, code):
    at = find_marker(file, code)
    return file[:at] + file[at + 2 + struct.unpack(">H", file[at + 2:at + 4])[0]:]


def bad_files():
    rgb = picture()
    image = Image.fromarray(rgb)
    big = Image.fromarray(np.tile(rgb, (8, 8, 1)))
    plain, tiled = jpeg(image), jpeg(big)
    frame = find_marker(plain, 0xC0)
    scan = find_marker(tiled, 0xDA)
    files = {}

    files["zero_bytes.jpg"] = b""
    files["text_named.png"] = b"this is no picture\n"
    files["gif_named.jpg"] = b"GIF89a" + bytes(30)
    files["tiff_named.jpg"] = b"II*\0" + bytes(30)
    files["no_start_marker.jpg"] = plain[2:]

    files["truncated_after_signature.jpg"] = plain[:3]
    files["truncated_in_frame_header.jpg"] = plain[:frame + 6]
    files["truncated_in_pixels.jpg"] = tiled[:len(tiled) * 2 // 3]
    files["truncated_end_marker_missing.jpg"] = plain[:-2]
    # Cut, then closed with an end marker as some rescue tools do.
    files["truncated_but_closed.jpg"] = tiled[:scan + (len(tiled) - scan) // 2] + b"\xff\xd9"
    files["size_65535x65535.jpg"] = plain[:frame + 5] + b"\xff\xff\xff\xff" + plain[frame + 9:]
    files["size_12000x12000.jpg"] = plain[:frame + 5] + struct.pack(">HH", 12000, 12000) + plain[frame + 9:]
    files["size_taller_than_data.jpg"] = plain[:frame + 5] + struct.pack(">H", 4000) + plain[frame + 7:]
    files["size_zero_height.jpg"] = plain[:frame + 5] + b"\0\0" + plain[frame + 7:]
    files["two_frames.jpg"] = plain[:frame] + segment(0xC0, plain[frame + 4:frame + 19]) + plain[frame:]
    files["no_frame.jpg"] = without(plain, 0xC0)
    files["no_huffman_table.jpg"] = plain[:2] + segment(0xC0, plain[frame + 4:frame + 19]) + tiled[scan:]
    files["no_quantisation_table.jpg"] = without(without(plain, 0xDB), 0xDB)
    files["twelve_bit.jpg"] = plain[:frame + 4] + b"\x0c" + plain[frame + 5:]
    files["lossless.jpg"] = plain[:frame + 1] + b"\xc3" + plain[frame + 2:]
    files["arithmetic_coding.jpg"] = plain[:frame + 1] + b"\xc9" + plain[frame + 2:]
    files["two_components.jpg"] = plain[:frame + 9] + b"\x02" + plain[frame + 10:]
    garbled = bytearray(tiled)
    for at in range(scan + 40, len(tiled) - 20, 9):
        if tiled[at - 1] != 0xFF and tiled[at] != 0xFF:  # no marker made or lost
            garbled[at] = 0xA7
    files["garbled_pixels.jpg"] = bytes(garbled)
    files["junk_between_segments.jpg"] = plain[:frame] + bytes(17) + plain[frame:]
    layered = jpeg(image, progressive=True)
    last = layered.rfind(b"\xff\xda")
    files["scans_500.jpg"] = layered[:last] + layered[last:-2] * 500 + b"\xff\xd9"

    flat = zlib.compress(pack_rows(rgb, 8), 9)
    files["truncated_in_signature.png"] = SIGNATURE[:5]
    files["truncated_after_signature.png"] = SIGNATURE
    files["truncated_in_pixels.png"] = png(rgb)[:-60]
    files["truncated_end_chunk_missing.png"] = png(rgb)[:-12]
    files["size_zero_width.png"] = SIGNATURE + header(0, 5) + chunk(b"IDAT", flat) + chunk(b"IEND", b"")
    files["size_4294967295x1.png"] = SIGNATURE + header(2**32 - 1, 1) + chunk(b"IDAT", flat) + chunk(b"IEND", b"")
    files["size_16000x16000_bomb.png"] = (
        SIGNATURE + header(16000, 16000, 1, 0)
        + chunk(b"IDAT", zlib.compress(bytes(2001) * 16000, 9)) + chunk(b"IEND", b""))
    files["size_8000x6251_just_over.png"] = (
        SIGNATURE + header(8000, 6251, 1, 0)
        + chunk(b"IDAT", zlib.compress(bytes(1001) * 6251, 9)) + chunk(b"IEND", b""))
    files["crc_of_header.png"] = SIGNATURE + header(WIDTH, HEIGHT)[:-1] + b"\0" + png(rgb)[33:]
    files["crc_of_pixels.png"] = (
        SIGNATURE + header(WIDTH, HEIGHT) + chunk(b"IDAT", flat, crc=1) + chunk(b"IEND", b""))
    files["crc_of_end.png"] = SIGNATURE + header(WIDTH, HEIGHT) + chunk(b"IDAT", flat) + chunk(b"IEND", b"", crc=1)
    files["crc_of_text.png"] = png(rgb, before=chunk(b"tEXt", b"a\0b", crc=1))
    ramp = np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH)
    four = chunk(b"PLTE", bytes(range(12)))
    files["palette_missing.png"] = png(ramp % 4, 8, 3)
    files["palette_index_outside.png"] = png(ramp % 5, 8, 3, before=four)
    files["palette_index_outside_interlaced.png"] = png(ramp % 5, 8, 3, 1, before=four)
    files["palette_of_13_bytes.png"] = png(ramp % 4, 8, 3, before=chunk(b"PLTE", bytes(13)))
    files["palette_crc.png"] = png(ramp % 4, 8, 3, before=chunk(b"PLTE", bytes(range(12)), crc=7))
    files["pixels_missing.png"] = SIGNATURE + header(WIDTH, HEIGHT) + chunk(b"IEND", b"")
    files["pixels_too_few_rows.png"] = png(rgb, idat=zlib.compress(pack_rows(rgb[:9], 8)))
    files["pixels_no_zlib_stream.png"] = png(rgb, idat=bytes(range(200)))
    files["pixels_wrong_checksum.png"] = png(rgb, idat=flat[:-4] + b"\1\2\3\4")
    files["pixels_unknown_filter.png"] = png(rgb, idat=zlib.compress(b"\x09" + pack_rows(rgb, 8)[1:]))
    files["depth_3.png"] = SIGNATURE + header(WIDTH, HEIGHT, 3, 0) + chunk(b"IDAT", flat) + chunk(b"IEND", b"")
    files["colour_type_5.png"] = SIGNATURE + header(WIDTH, HEIGHT, 8, 5) + chunk(b"IDAT", flat) + chunk(b"IEND", b"")
    files["interlace_9.png"] = SIGNATURE + header(WIDTH, HEIGHT, 8, 2, 9) + chunk(b"IDAT", flat) + chunk(b"IEND", b"")
    files["two_headers.png"] = SIGNATURE + header(WIDTH, HEIGHT) + png(rgb)[8:]
    files["header_not_first.png"] = SIGNATURE + chunk(b"tEXt", b"a\0b" + bytes(10)) + png(rgb)[8:]
    files["chunk_of_4_gigabytes.png"] = png(rgb)[:33] + struct.pack(">I", 0xFFFFFFF0) + b"IDAT" + flat
    files["critical_chunk_unknown.png"] = png(rgb, before=chunk(b"ABCD", b"?"))
    for name, data in files.items():
        (BAD / name).write_bytes(data)


if __name__ == "__main__":
    for folder in (GOOD, BAD):
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
    good_png()
    good_jpeg()
    good_resize()
    bad_files()
