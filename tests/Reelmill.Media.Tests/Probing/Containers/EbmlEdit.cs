namespace Reelmill.Media.Tests.Probing.Containers;

/// <summary>Rewrites Matroska files with a changed first track.</summary>
internal static class EbmlEdit
{
    private static readonly byte[] Segment = [0x18, 0x53, 0x80, 0x67];
    private static readonly byte[] Tracks = [0x16, 0x54, 0xAE, 0x6B];

    /// <summary>Adds elements to the first track entry. Positions in the file's index are wrong afterwards.</summary>
    public static byte[] AddToFirstTrack(byte[] file, byte[] elements)
    {
        var segment = file.AsSpan().IndexOf(Segment);
        var (_, begin) = Size(file, segment + 4);

        // The file's index contains the element's id too, before the element.
        var tracks = Head(file).AsSpan().LastIndexOf(Tracks);
        var (tracksSize, tracksBody) = Size(file, tracks + 4);
        var (entrySize, entryBody) = Size(file, tracksBody + 1);
        byte[] entry = [0xAE, .. Long(entrySize + elements.Length), .. file[entryBody..(int)(entryBody + entrySize)], .. elements];
        byte[] all = [.. entry, .. file[(int)(entryBody + entrySize)..(int)(tracksBody + tracksSize)]];
        byte[] unknown = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        return [.. file[..segment], .. Segment, .. unknown, .. file[begin..tracks], .. Tracks, .. Long(all.Length), .. all, .. file[(int)(tracksBody + tracksSize)..]];
    }

    /// <summary>Returns the bytes before the first cluster.</summary>
    public static byte[] Head(byte[] file) => file[..file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x1F, 0x43, 0xB6, 0x75])];

    private static (long Size, int Body) Size(byte[] file, int at)
    {
        var width = System.Numerics.BitOperations.LeadingZeroCount((uint)file[at]) - 23;
        long value = file[at] & ((1 << (8 - width)) - 1);
        for (var i = 1; i < width; i++)
        {
            value = (value << 8) | file[at + i];
        }

        return (value, at + width);
    }

    private static byte[] Long(long size) => [0x01, .. Enumerable.Range(0, 7).Select(i => (byte)(size >> (8 * (6 - i))))];
}
