using System.Buffers.Binary;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>Adds the properties <c>irot</c> and <c>imir</c> (ISO/IEC 23008-12, 6.5) to a HEIC file from heif-enc, which writes neither.</summary>
internal static class HeifProperties
{
    private const int Header = 8;

    /// <summary>
    /// Writes the properties over the color profile, which has hundreds of bytes, so that nothing moves. The image keeps four
    /// properties: the mirror replaces the pixel information (<c>pixi</c>), which no decoder needs.
    /// </summary>
    /// <param name="heic">A file with a color profile.</param>
    /// <param name="angle">Quarter turns counterclockwise; 0 for no property.</param>
    /// <param name="axis">0 or 1; -1 for no property.</param>
    public static byte[] SetOrientation(byte[] heic, int angle, int axis)
    {
        var start = heic.AsSpan().IndexOf("colrprof"u8) - 4;
        var length = BinaryPrimitives.ReadInt32BigEndian(heic.AsSpan(start));
        byte[] properties = [.. Box(angle > 0 ? "irot" : "free", (byte)angle), .. Box(axis >= 0 ? "imir" : "free", (byte)axis)];
        byte[] rest = [.. Box("free"), .. new byte[length - properties.Length - Header]];
        BinaryPrimitives.WriteInt32BigEndian(rest, rest.Length);
        properties.CopyTo(heic, start);
        rest.CopyTo(heic, start + properties.Length);

        // The image refers to the first four properties of the list: hvcC, ispe, and the two new ones.
        heic.AsSpan(heic.AsSpan().IndexOf("ipma"u8)).IndexOf((byte[])[4, 0x81, 0x02, 0x83, 0x84]).ShouldBePositive();
        return heic;
    }

    private static byte[] Box(string name, params byte[] content) =>
        [0, 0, 0, (byte)(Header + content.Length), .. name.Select(static c => (byte)c), .. content];
}
