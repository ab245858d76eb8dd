using Microsoft.Win32.SafeHandles;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Reads the headers of a fragmented MP4 file: the initialization segment and the sample tables of the movie fragments.</summary>
/// <remarks>Holds the header of one fragment in memory at a time.</remarks>
internal static class FragmentedFile
{
    private const int MaxBoxHeader = 16;
    private const int MaxHeaderBytes = 64 << 20;

    /// <summary>Reads the initialization segment: the bytes before the first fragment, <c>ftyp</c> and <c>moov</c>.</summary>
    /// <exception cref="Mp4Exception">The file is not fragmented MP4.</exception>
    public static byte[] ReadInit(SafeFileHandle file)
    {
        foreach (var (type, position, _) in ReadBoxes(file))
        {
            if (type == "moof")
            {
                return ReadBytes(file, 0, position);
            }
        }

        throw new Mp4Exception("there is no movie fragment");
    }

    /// <summary>Reads the movie fragments in file order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tracks">The tracks of the initialization segment.</param>
    /// <exception cref="Mp4Exception">A fragment is damaged or its samples lie outside its <c>mdat</c> box.</exception>
    public static IEnumerable<MovieFragment> ReadFragments(SafeFileHandle file, IReadOnlyList<Track> tracks)
    {
        (long Position, long Size)? header = null;
        foreach (var (type, position, size) in ReadBoxes(file))
        {
            if (type == "moof")
            {
                header = (position, size);
            }
            else if (type == "mdat" && header is { } moof)
            {
                yield return MovieFragment.Parse(ReadBytes(file, moof.Position, moof.Size), moof.Position, position + size - moof.Position, tracks);
                header = null;
            }
        }
    }

    private static IEnumerable<(string Type, long Position, long Size)> ReadBoxes(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var buffer = new byte[MaxBoxHeader];
        for (var at = 0L; at < length;)
        {
            var read = RandomAccess.Read(file, buffer, at);
            var (type, _, size) = BoxSpan.ReadHeader(buffer.AsSpan(0, read), length - at);
            if (size > length - at)
            {
                throw new Mp4Exception($"box '{type}' claims {size} bytes, but {length - at} remain");
            }

            yield return (type, at, size);
            at += size;
        }
    }

    private static byte[] ReadBytes(SafeFileHandle file, long position, long count)
    {
        if (count > MaxHeaderBytes)
        {
            throw new Mp4Exception($"a header of {count} bytes exceeds the limit of {MaxHeaderBytes}");
        }

        var bytes = new byte[count];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), position + read) is > 0 and var chunk)
        {
            read += chunk;
        }

        return read == bytes.Length ? bytes : throw new Mp4Exception("the file was truncated during the read");
    }
}
