using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Reelmill.Core;

namespace Reelmill.Vision.Embedding.Triton;

/// <summary>Reads embeddings from an inference response with the binary tensor extension.</summary>
internal static class TritonResponse
{
    private const int MaxHeaderLength = 1 << 20;

    /// <summary>Reads exactly as many values as <paramref name="embeddings"/> has room for.</summary>
    /// <exception cref="ItemException"><c>embed_refused</c>: the response does not match the request.</exception>
    public static async Task ReadAsync(HttpResponseMessage response, TritonModel model, int count, Memory<float> embeddings, CancellationToken cancellationToken)
    {
        var text = response.Headers.TryGetValues(TritonRequest.LengthHeader, out var values) ? values.First() : string.Empty;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > MaxHeaderLength)
        {
            throw Refused($"it has no valid header {TritonRequest.LengthHeader}, so the server does not support the binary tensor extension");
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = stream.ConfigureAwait(false);
        var header = new byte[length];
        await stream.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
        Validate(header, model, count, embeddings.Length * sizeof(float));
        await ReadValuesAsync(stream, embeddings, cancellationToken).ConfigureAwait(false);
    }

    private static void Validate(byte[] header, TritonModel model, int count, int bytes)
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
                throw Refused($"it describes something other than {count} embeddings of {model.OutputName}: {output}");
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw Refused($"its JSON header is not valid: {e.Message.TrimEnd('.')}");
        }
    }

    private static async Task ReadValuesAsync(Stream stream, Memory<float> embeddings, CancellationToken cancellationToken)
    {
        var length = embeddings.Length * sizeof(float);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await stream.ReadExactlyAsync(bytes.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            bytes.AsSpan(0, length).CopyTo(MemoryMarshal.AsBytes(embeddings.Span));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static ItemException Refused(string problem) => new("embed_refused", $"The response of the inference server is not usable: {problem}.");
}
