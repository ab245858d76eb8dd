using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Reelmill.Core;

namespace Reelmill.Vision.Embedding.Triton;

/// <summary>Reads the vectors out of an answer with the binary tensor extension.</summary>
internal static class TritonResponse
{
    private const int LongestHeader = 1 << 20;

    /// <summary>Reads exactly as many numbers as there is room for.</summary>
    /// <exception cref="ItemException"><c>embed_refused</c>: the answer is another than was asked for.</exception>
    public static async Task ReadAsync(HttpResponseMessage response, TritonModel model, int count, Memory<float> vectors, CancellationToken cancellationToken)
    {
        var text = response.Headers.TryGetValues(TritonRequest.HeaderLength, out var values) ? values.First() : string.Empty;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > LongestHeader)
        {
            throw Refused($"it has no proper header {TritonRequest.HeaderLength}, so the server does not speak the binary tensor extension");
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = stream.ConfigureAwait(false);
        var header = new byte[length];
        await stream.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
        Check(header, model, count, vectors.Length * sizeof(float));
        await ReadNumbersAsync(stream, vectors, cancellationToken).ConfigureAwait(false);
    }

    private static void Check(byte[] header, TritonModel model, int count, int bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            var outputs = json.RootElement.GetProperty("outputs");
            var output = outputs[0];
            var shape = output.GetProperty("shape").EnumerateArray().Select(static d => d.GetInt64());
            if (outputs.GetArrayLength() != 1 || output.GetProperty("name").GetString() != model.OutputName
                || output.GetProperty("datatype").GetString() != "FP32" || !shape.SequenceEqual([count, .. model.OutputShape])
                || output.GetProperty("parameters").GetProperty("binary_data_size").GetInt64() != bytes)
            {
                throw Refused($"it describes other numbers than {count} vectors of {model.OutputName}: {output}");
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw Refused($"its description cannot be read: {e.Message.TrimEnd('.')}");
        }
    }

    private static async Task ReadNumbersAsync(Stream stream, Memory<float> vectors, CancellationToken cancellationToken)
    {
        var length = vectors.Length * sizeof(float);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await stream.ReadExactlyAsync(bytes.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            bytes.AsSpan(0, length).CopyTo(MemoryMarshal.AsBytes(vectors.Span));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static ItemException Refused(string why) => new("embed_refused", $"The inference server's answer is not usable: {why}.");
}
