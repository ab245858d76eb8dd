namespace Reelmill.Media.Formats.Mp4;

/// <summary>Parses a segment of fragmented MP4 in memory: one or more pairs of <c>moof</c> and <c>mdat</c>.</summary>
internal static class FragmentedSegment
{
    /// <summary>Whether the first box type is one with which a media segment or an initialization segment can begin.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> bytes) => bytes.Length >= 8 && (
        bytes[4..8].SequenceEqual("styp"u8) || bytes[4..8].SequenceEqual("moof"u8) || bytes[4..8].SequenceEqual("ftyp"u8)
        || bytes[4..8].SequenceEqual("moov"u8) || bytes[4..8].SequenceEqual("sidx"u8) || bytes[4..8].SequenceEqual("emsg"u8));

    /// <summary>Parses the movie fragments in order, one value per track fragment.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="tracks">The tracks of the initialization segment.</param>
    /// <param name="mayBeTruncated">Whether the bytes may end inside an <c>mdat</c> box; samples may then lie past the end of the bytes.</param>
    /// <exception cref="Mp4Exception">The segment is damaged.</exception>
    public static IReadOnlyList<MovieFragment> Read(ReadOnlySpan<byte> bytes, IReadOnlyList<Track> tracks, bool mayBeTruncated = false)
    {
        var fragments = new List<MovieFragment>();
        (int Position, int Size)? header = null;
        for (long at = 0; at < bytes.Length;)
        {
            var rest = bytes.Length - at;
            var (type, _, size) = BoxSpan.ReadHeader(bytes[(int)at..], rest);
            if (size > rest && !(mayBeTruncated && type == "mdat"))
            {
                throw new Mp4Exception($"box '{type}' claims {size} bytes, but {rest} remain");
            }

            if (type == "moof")
            {
                header = ((int)at, (int)size);
            }
            else if (type == "mdat" && header is { } moof)
            {
                var span = at - moof.Position + Math.Min(size, int.MaxValue);
                fragments.AddRange(MovieFragment.ParseTracks(bytes.Slice(moof.Position, moof.Size), moof.Position, span, tracks));
                header = null;
            }

            at += Math.Min(size, rest);
        }

        return fragments;
    }
}
