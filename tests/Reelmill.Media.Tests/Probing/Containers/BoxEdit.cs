using System.Buffers.Binary;
using System.Text;

namespace Reelmill.Media.Tests.Probing.Containers;

/// <summary>Parses MP4 files and rewrites them with other boxes, as packagers would.</summary>
internal static class BoxEdit
{
    private static readonly Dictionary<string, int> Parents = new(StringComparer.Ordinal)
    {
        ["moov"] = 0,
        ["trak"] = 0,
        ["mdia"] = 0,
        ["minf"] = 0,
        ["stbl"] = 0,
        ["moof"] = 0,
        ["traf"] = 0,
        ["edts"] = 0,
        ["stsd"] = 8,
    };

    public static byte[] Box(string type, params byte[][] bodies)
    {
        var body = bodies.SelectMany(static b => b).ToArray();
        return [.. Number(body.Length + 8), .. Encoding.Latin1.GetBytes(type), .. body];
    }

    public static byte[] Number(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return bytes;
    }

    public static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    public static IEnumerable<(string Type, byte[] Whole)> Boxes(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var size = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            yield return (Encoding.Latin1.GetString(bytes, at + 4, 4), bytes[at..(at + size)]);
            at += size;
        }
    }

    /// <summary>Replaces boxes with the result of a function of their type and body, children before parents.</summary>
    public static byte[] Replace(byte[] bytes, Func<string, byte[], byte[]?> replace) => [.. Boxes(bytes).SelectMany(box =>
    {
        var body = box.Whole[8..];
        if (Parents.TryGetValue(box.Type, out var skip))
        {
            body = [.. body[..skip], .. Replace(body[skip..], replace)];
        }

        return replace(box.Type, body) ?? Box(box.Type, body);
    })];

    /// <summary>Returns the bytes of all top-level boxes of the given types.</summary>
    public static byte[] Only(byte[] file, params string[] types) =>
        [.. Boxes(file).Where(b => types.Contains(b.Type, StringComparer.Ordinal)).SelectMany(static b => b.Whole)];

    /// <summary>Renames sample entries to protected ones and adds a protection scheme.</summary>
    public static byte[] Protect(byte[] file, string scheme, bool isProtected = true, bool video = true, bool audio = true) => Replace(file, (type, body) => type switch
    {
        "avc1" when video => Box("encv", body, Scheme(type, scheme, isProtected)),
        "mp4a" when audio => Box("enca", body, Scheme(type, scheme, isProtected)),
        _ => null,
    });

    private static byte[] Scheme(string format, string scheme, bool isProtected) => Box(
        "sinf",
        Box("frma", Text(format)),
        Box("schm", Number(0), Text(scheme), Number(0x10000)),
        Box("schi", Box("tenc", Number(0), [0, 0, (byte)(isProtected ? 1 : 0), (byte)(isProtected ? 8 : 0)], new byte[16])));
}
