using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Serializes a row's id and metadata: 32-bit lengths, UTF-8 strings, fields sorted by name.</summary>
internal static class RowPayload
{
    private const byte HasTime = 1;
    private const byte HasPath = 2;

    public static void Write(IBufferWriter<byte> writer, VectorRecord record)
    {
        var metadata = record.Metadata;
        var path = string.IsNullOrEmpty(metadata.Path) ? null : metadata.Path;
        WriteText(writer, record.Id);
        writer.Write([(byte)((metadata.TimeMs is null ? 0 : HasTime) | (path is null ? 0 : HasPath))]);
        WriteText(writer, metadata.Source);
        if (metadata.TimeMs is { } time)
        {
            BinaryPrimitives.WriteInt64LittleEndian(writer.GetSpan(sizeof(long)), time);
            writer.Advance(sizeof(long));
        }

        if (path is not null)
        {
            WriteText(writer, path);
        }

        WriteInt(writer, metadata.Fields.Count);
        foreach (var (name, value) in metadata.Fields.OrderBy(static f => f.Key, StringComparer.Ordinal))
        {
            WriteText(writer, name);
            WriteText(writer, value);
        }
    }

    public static ReadOnlySpan<byte> ReadIdBytes(ReadOnlySpan<byte> payload) =>
        payload.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(payload));

    public static string ReadId(ReadOnlySpan<byte> payload) => Encoding.UTF8.GetString(ReadIdBytes(payload));

    public static VectorMetadata ReadMetadata(ReadOnlySpan<byte> payload)
    {
        ReadBytes(ref payload);
        var flags = payload[0];
        payload = payload[1..];
        var source = ReadText(ref payload);
        long? time = null;
        if ((flags & HasTime) != 0)
        {
            time = BinaryPrimitives.ReadInt64LittleEndian(payload);
            payload = payload[sizeof(long)..];
        }

        var path = (flags & HasPath) != 0 ? ReadText(ref payload) : null;
        var count = ReadInt(ref payload);
        if (count == 0)
        {
            return new VectorMetadata(source, time, path);
        }

        var fields = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var name = ReadText(ref payload);
            fields[name] = ReadText(ref payload);
        }

        return new VectorMetadata(source, time, path, fields);
    }

    private static void WriteInt(IBufferWriter<byte> writer, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(writer.GetSpan(sizeof(int)), value);
        writer.Advance(sizeof(int));
    }

    private static void WriteText(IBufferWriter<byte> writer, string text)
    {
        WriteInt(writer, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, writer);
    }

    private static int ReadInt(ref ReadOnlySpan<byte> payload)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(payload);
        payload = payload[sizeof(int)..];
        return value;
    }

    private static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> payload)
    {
        var length = ReadInt(ref payload);
        var bytes = payload[..length];
        payload = payload[length..];
        return bytes;
    }

    private static string ReadText(ref ReadOnlySpan<byte> payload) => Encoding.UTF8.GetString(ReadBytes(ref payload));
}
