using System.Buffers.Binary;
using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Probing.Containers;

/// <summary>Scans MP4 and QuickTime (ISO/IEC 14496-12): whole files, fragmented files, or a part of either.</summary>
internal static class Mp4Scan
{
    private const int BoxHeader = 16;
    private const int MaxHeaderBytes = 256 << 20;
    private const int MaxBoxes = 200_000;
    private static readonly string[] First = ["ftyp", "styp", "moov", "moof", "mdat", "free", "skip", "wide", "sidx", "emsg", "prft", "pnot"];

    /// <summary>Whether the bytes begin with a box of MP4.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> head) =>
        head.Length >= 8 && First.Contains(System.Text.Encoding.Latin1.GetString(head.Slice(4, 4)), StringComparer.Ordinal);

    public static ContainerFacts Read(ScannedFile file)
    {
        var findings = new Findings();
        long at = 0;
        for (var i = 0; i < MaxBoxes && at < file.Length && findings.Protection is null; i++)
        {
            var left = file.Length - at;
            if (ReadHeader(file, at, left) is not var (type, header, size))
            {
                return new ContainerFacts(findings.Protection, null);
            }

            ScanBox(file, findings, type, at + header, Math.Min(size, left) - header);
            at += size;
        }

        return new ContainerFacts(findings.Protection, findings.IsEmpty && at == file.Length ? false : null);
    }

    /// <summary>
    /// Reads a box header. A box may claim more bytes than the file has: the file is truncated then, and its remaining part
    /// counts.
    /// </summary>
    private static (string Type, int Header, long Size)? ReadHeader(ScannedFile file, long at, long left)
    {
        try
        {
            return BoxSpan.ReadHeader(file.Read(at, BoxHeader), left);
        }
        catch (Mp4Exception)
        {
            return null;
        }
    }

    private static void ScanBox(ScannedFile file, Findings findings, string type, long body, long size)
    {
        switch (type)
        {
            case "moov" when size <= MaxHeaderBytes:
                findings.HasMovie = true;
                Mp4Protection.ScanMovie(file.Read(body, (int)size), findings);
                break;
            case "moof" when size <= MaxHeaderBytes:
                findings.HasFragments = true;
                Mp4Protection.ScanFragment(file.Read(body, (int)size), findings);
                break;
            case "mdat" or "imda":
                findings.HasDataBox = true;
                findings.HasData |= size > 0;
                break;
            default:
                findings.HasOther |= !First.Contains(type, StringComparer.Ordinal);
                break;
        }
    }

    /// <summary>Reads the number of samples from an <c>stsz</c> or <c>stz2</c> box.</summary>
    public static uint ReadSampleCount(BoxSpan table)
    {
        var sizes = table.FindChild("stsz") is { Type: not null } plain ? plain : table.FindChild("stz2");
        return sizes.Type is not null && sizes.Body.Length >= 12 ? BinaryPrimitives.ReadUInt32BigEndian(sizes.Body[8..]) : 0;
    }

    /// <summary>The boxes found in a file so far.</summary>
    internal sealed class Findings
    {
        public bool HasMovie { get; set; }

        public bool HasFragments { get; set; }

        public bool HasData { get; set; }

        public bool HasDataBox { get; set; }

        /// <summary>Whether the file has boxes that a movie does not have. It is an image then, or not MP4.</summary>
        public bool HasOther { get; set; }

        public bool HasTracks { get; set; }

        public bool HasSamples { get; set; }

        public string? Protection { get; set; }

        /// <summary>
        /// Whether the file has no readable sample. Samples need a movie box that describes them and a data box that holds
        /// them, so a media segment without its initialization segment has none. Data alone may be the rest of a damaged file.
        /// </summary>
        public bool IsEmpty => HasMovie ? HasTracks && !(HasData && HasSamples)
            : HasFragments || !(HasDataBox || HasOther);
    }
}
