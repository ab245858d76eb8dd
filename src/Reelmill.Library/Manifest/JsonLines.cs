using System.Buffers;
using System.Text.Json;
using Reelmill.Library.Catalog;

namespace Reelmill.Library.Manifest;

/// <summary>Streams records as JSON Lines: UTF-8 without a byte order mark, each line ended by a line feed.</summary>
internal static class JsonLines
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Writes one line for each entry and returns the number of lines.</summary>
    public static async Task<long> WriteAsync<T>(
        Stream stream,
        IAsyncEnumerable<T> entries,
        Action<Utf8JsonWriter, T> write,
        CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(FlushAt * 2);
        var json = new Utf8JsonWriter(buffer, ReadableJson.Options);
        await using var closed = json.ConfigureAwait(false);
        var lines = 0L;
        await foreach (var entry in entries.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Append(buffer, json, entry, write);
            lines++;
            if (buffer.WrittenCount >= FlushAt)
            {
                await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
                buffer.ResetWrittenCount();
            }
        }

        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        return lines;
    }

    private static void Append<T>(ArrayBufferWriter<byte> buffer, Utf8JsonWriter json, T entry, Action<Utf8JsonWriter, T> write)
    {
        json.Reset();
        write(json, entry);
        json.Flush();
        buffer.Write("\n"u8);
    }
}
