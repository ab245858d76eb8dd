using System.Buffers.Binary;
using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Probing.Containers;

/// <summary>Scans MP4 and QuickTime (ISO/IEC 14496-12), whole, fragmented, or only a part of either.</summary>
internal static class Mp4Scan
{
    private const int BoxHeader = 16;
    private const int MostHeaderBytes = 256 << 20;
    private const int MostBoxes = 200_000;
    private static readonly string[] First = ["ftyp", "styp", "moov", "moof", "mdat", "free", "skip", "wide", "sidx", "emsg", "prft", "pnot"];

    public static bool Begins(ReadOnlySpan<byte> head) =>
        head.Length >= 8 && First.Contains(System.Text.Encoding.Latin1.GetString(head.Slice(4, 4)), StringComparer.Ordinal);

    public static ContainerFacts Read(ScannedFile file)
    {
        var seen = new Seen();
        long at = 0;
        for (var i = 0; i < MostBoxes && at < file.Length && seen.Protection is null; i++)
        {
            var left = file.Length - at;
            if (Header(file, at, left) is not var (type, header, size))
            {
                return new ContainerFacts(seen.Protection, null);
            }

            Look(file, seen, type, at + header, Math.Min(size, left) - header);
            at += size;
        }

        return new ContainerFacts(seen.Protection, seen.IsEmpty && at == file.Length ? false : null);
    }

    /// <summary>A box may claim more than there is: the file is cut off then, and the part that is there counts.</summary>
    private static (string Type, int Header, long Size)? Header(ScannedFile file, long at, long left)
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

    private static void Look(ScannedFile file, Seen seen, string type, long body, long size)
    {
        switch (type)
        {
            case "moov" when size <= MostHeaderBytes:
                seen.HasMovie = true;
                Mp4Protection.LookAtMovie(file.Read(body, (int)size), seen);
                break;
            case "moof" when size <= MostHeaderBytes:
                seen.HasFragments = true;
                Mp4Protection.LookAtFragment(file.Read(body, (int)size), seen);
                break;
            case "mdat" or "imda":
                seen.HasDataBox = true;
                seen.HasData |= size > 0;
                break;
            default:
                seen.HasOther |= !First.Contains(type, StringComparer.Ordinal);
                break;
        }
    }

    /// <summary>The number of samples that an <c>stsz</c> or <c>stz2</c> names.</summary>
    public static uint SampleCount(BoxSpan table)
    {
        var sizes = table.FindChild("stsz") is { Type: not null } plain ? plain : table.FindChild("stz2");
        return sizes.Type is not null && sizes.Body.Length >= 12 ? BinaryPrimitives.ReadUInt32BigEndian(sizes.Body[8..]) : 0;
    }

    /// <summary>What was seen of the file so far.</summary>
    internal sealed class Seen
    {
        public bool HasMovie { get; set; }

        public bool HasFragments { get; set; }

        public bool HasData { get; set; }

        public bool HasDataBox { get; set; }

        /// <summary>Boxes that are none of a movie's: an image, or no MP4 at all.</summary>
        public bool HasOther { get; set; }

        public bool HasTracks { get; set; }

        public bool HasSamples { get; set; }

        public string? Protection { get; set; }

        /// <summary>
        /// Samples need a movie that describes them and data that holds them; a media segment without its initialization
        /// segment has none that can be read. Data alone may be what is left of a damaged file.
        /// </summary>
        public bool IsEmpty => HasMovie ? HasTracks && !(HasData && HasSamples)
            : HasFragments || !(HasDataBox || HasOther);
    }
}
