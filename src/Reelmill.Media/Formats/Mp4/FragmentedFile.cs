using Microsoft.Win32.SafeHandles;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Reads a fragmented MP4 file without its media: the beginning, and every fragment's samples.</summary>
/// <remarks>Memory is that of one fragment's header at a time.</remarks>
internal static class FragmentedFile
{
    private const int LongestHeader = 16;
    private const int MostHeaderBytes = 64 << 20;

    /// <summary>Reads what comes before the first fragment, which every segment needs: file type and movie.</summary>
    /// <exception cref="Mp4Exception">It is no fragmented MP4.</exception>
    public static byte[] ReadInit(SafeFileHandle file)
    {
        foreach (var (type, position, _) in Boxes(file))
        {
            if (type == "moof")
            {
                return Bytes(file, 0, position);
            }
        }

        throw new Mp4Exception("it has no fragment");
    }

    /// <summary>Reads the fragments in the file's order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tracks">Its tracks.</param>
    /// <exception cref="Mp4Exception">A fragment is damaged or has no media behind it.</exception>
    public static IEnumerable<MovieFragment> ReadFragments(SafeFileHandle file, IReadOnlyList<Track> tracks)
    {
        (long Position, long Size)? header = null;
        foreach (var (type, position, size) in Boxes(file))
        {
            if (type == "moof")
            {
                header = (position, size);
            }
            else if (type == "mdat" && header is { } moof)
            {
                yield return MovieFragment.Parse(Bytes(file, moof.Position, moof.Size), moof.Position, position + size - moof.Position, tracks);
                header = null;
            }
        }
    }

    private static IEnumerable<(string Type, long Position, long Size)> Boxes(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var buffer = new byte[LongestHeader];
        for (var at = 0L; at < length;)
        {
            var read = RandomAccess.Read(file, buffer, at);
            var (type, _, size) = BoxSpan.Header(buffer.AsSpan(0, read), length - at);
            if (size > length - at)
            {
                throw new Mp4Exception($"its box '{type}' claims {size} bytes where {length - at} are");
            }

            yield return (type, at, size);
            at += size;
        }
    }

    private static byte[] Bytes(SafeFileHandle file, long position, long count)
    {
        if (count > MostHeaderBytes)
        {
            throw new Mp4Exception($"it has {count} bytes of headers in one place");
        }

        var bytes = new byte[count];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), position + read) is > 0 and var more)
        {
            read += more;
        }

        return read == bytes.Length ? bytes : throw new Mp4Exception("it was cut while it was read");
    }
}
