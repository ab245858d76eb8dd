namespace Reelmill.Media.Formats.Mp4;

/// <summary>Reads a segment of fragmented MP4 that is at hand: <c>moof</c> and <c>mdat</c>, once or many times.</summary>
internal static class FragmentedSegment
{
    /// <summary>Whether bytes begin as a segment or an initialisation segment does.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.Length >= 8 && (
        bytes[4..8].SequenceEqual("styp"u8) || bytes[4..8].SequenceEqual("moof"u8) || bytes[4..8].SequenceEqual("ftyp"u8)
        || bytes[4..8].SequenceEqual("moov"u8) || bytes[4..8].SequenceEqual("sidx"u8) || bytes[4..8].SequenceEqual("emsg"u8));

    /// <summary>Reads the fragments in their order, one value for each of a fragment's tracks.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="tracks">The tracks that its initialisation segment names.</param>
    /// <param name="mayBeCut">Whether the bytes are a part that may end inside an <c>mdat</c>; its samples may then lie behind them.</param>
    /// <exception cref="Mp4Exception">It is damaged.</exception>
    public static IReadOnlyList<MovieFragment> Read(ReadOnlySpan<byte> bytes, IReadOnlyList<Track> tracks, bool mayBeCut = false)
    {
        var fragments = new List<MovieFragment>();
        (int Position, int Size)? header = null;
        for (long at = 0; at < bytes.Length;)
        {
            var rest = bytes.Length - at;
            var (type, _, size) = BoxSpan.Header(bytes[(int)at..], rest);
            if (size > rest && !(mayBeCut && type == "mdat"))
            {
                throw new Mp4Exception($"its box '{type}' claims {size} bytes where {rest} are");
            }

            if (type == "moof")
            {
                header = ((int)at, (int)size);
            }
            else if (type == "mdat" && header is { } moof)
            {
                var span = at - moof.Position + Math.Min(size, int.MaxValue);
                fragments.AddRange(MovieFragment.ParseAll(bytes.Slice(moof.Position, moof.Size), moof.Position, span, tracks));
                header = null;
            }

            at += Math.Min(size, rest);
        }

        return fragments;
    }
}
