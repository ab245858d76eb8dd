using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core.Files;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>
/// Reads the tracks of an MP4 or QuickTime file. The file is hostile: every size is checked, and what does not hold
/// together gives null rather than a guess.
/// </summary>
internal static class Mp4Header
{
    private const int HeaderBytes = 8;
    private const int LargeHeaderBytes = 16;
    private const int MaxMovieBytes = 256 << 20;
    private const int DisplayBytes = 60;

    /// <summary>The tracks in the file's order; null when the file is none of these or its header cannot be used.</summary>
    public static IReadOnlyList<Mp4Track>? Read(string path)
    {
        using var file = RegularFile.Open(path);
        if (Movie(file) is not { } movie)
        {
            return null;
        }

        var boxes = Children(movie).Where(static b => b.Type == "trak").ToArray();
        var tracks = boxes.Select(static b => Track(b.Body)).OfType<Mp4Track>().ToArray();
        return tracks.Length > 0 && tracks.Length == boxes.Length ? tracks : null;
    }

    /// <summary>The body of the movie box. QuickTime's own dialect is left out: its sound descriptions mean something else in MP4.</summary>
    private static ReadOnlyMemory<byte>? Movie(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var header = new byte[LargeHeaderBytes];
        for (long at = 0; at + HeaderBytes <= length;)
        {
            var read = RandomAccess.Read(file, header, at);
            if (SizeOf(header.AsSpan(0, read), length - at) is not var (size, begin))
            {
                return null;
            }

            var type = Encoding.ASCII.GetString(header, 4, 4);
            if (at == 0 && (type != "ftyp" || Encoding.ASCII.GetString(header, begin, 4) == "qt  "))
            {
                return null;
            }

            if (type == "moov")
            {
                return size > MaxMovieBytes ? null : ReadAll(file, at + begin, (int)(size - begin));
            }

            at += size;
        }

        return null;
    }

    private static ReadOnlyMemory<byte>? ReadAll(SafeFileHandle file, long offset, int count)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            var read = RandomAccess.Read(file, bytes.AsSpan(done), offset + done);
            if (read == 0)
            {
                return null;
            }

            done += read;
        }

        return bytes;
    }

    /// <summary>A box's size with its header, and the header's; null when it is longer than what is left.</summary>
    private static (long Size, int Header)? SizeOf(ReadOnlySpan<byte> bytes, long left)
    {
        if (bytes.Length < HeaderBytes)
        {
            return null;
        }

        long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var header = HeaderBytes;
        if (size == 1 && bytes.Length >= LargeHeaderBytes)
        {
            size = (long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64BigEndian(bytes[HeaderBytes..]));
            header = LargeHeaderBytes;
        }
        else if (size == 0)
        {
            size = left;
        }

        return size >= header && size <= left ? (size, header) : null;
    }

    private static List<Box> Children(ReadOnlyMemory<byte> body)
    {
        var boxes = new List<Box>();
        while (SizeOf(body.Span, body.Length) is var (size, header))
        {
            boxes.Add(new Box(Encoding.ASCII.GetString(body.Span.Slice(4, 4)), body[..(int)size], body[header..(int)size]));
            body = body[(int)size..];
        }

        return boxes;
    }

    private static Box? Child(ReadOnlyMemory<byte>? body, string type) =>
        body is { } inside && Children(inside).Find(b => b.Type == type) is { Type: not null } box ? box : null;

    private static Mp4Track? Track(ReadOnlyMemory<byte> trak)
    {
        var media = Child(trak, "mdia")?.Body;
        var information = Child(media, "minf")?.Body;
        if (Child(trak, "tkhd") is not { } header || header.Body.Length < DisplayBytes
            || Child(media, "hdlr") is not { } handler || handler.Body.Length < 12
            || MediaHeader(Child(media, "mdhd")?.Body) is not var (timescale, language)
            || information is null
            || Child(Child(information, "stbl")?.Body, "stsd")?.Body is not { Length: > HeaderBytes } description)
        {
            return null;
        }

        var kind = Children(information.Value).Find(static b => b.Type is not null && b.Type.EndsWith("mhd", StringComparison.Ordinal));
        return new Mp4Track(
            Encoding.ASCII.GetString(handler.Body.Span.Slice(8, 4)),
            timescale,
            language,
            header.Body[^DisplayBytes..],
            handler.Whole,
            kind.Whole,
            description[HeaderBytes..],
            BinaryPrimitives.ReadUInt32BigEndian(description.Span[4..]));
    }

    private static (uint Timescale, ushort Language)? MediaHeader(ReadOnlyMemory<byte>? body)
    {
        if (body is not { Length: >= 24 } bytes)
        {
            return null;
        }

        var at = bytes.Span[0] == 1 ? 20 : 12;
        var language = bytes.Span[0] == 1 ? 32 : 20;
        return bytes.Length >= language + 2 && BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[at..]) is > 0 and var timescale
            ? (timescale, BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[language..]))
            : null;
    }

    private readonly record struct Box(string Type, ReadOnlyMemory<byte> Whole, ReadOnlyMemory<byte> Body);
}
