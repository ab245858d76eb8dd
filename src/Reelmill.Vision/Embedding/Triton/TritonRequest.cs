using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Reelmill.Vision.Embedding.Triton;

/// <summary>
/// The body of an inference request with the binary tensor extension: a JSON header, then the tensors as 32-bit
/// little-endian floats.
/// </summary>
internal sealed class TritonRequest : HttpContent
{
    /// <summary>The name of the HTTP header with the length of the JSON header.</summary>
    public const string LengthHeader = "Inference-Header-Content-Length";

    private const int BlockLength = 16 * 1024;

    private readonly byte[] _header;
    private readonly ReadOnlyMemory<float>[] _tensors;
    private readonly long _bytes;

    public TritonRequest(TritonModel model, ReadOnlyMemory<float>[] tensors)
    {
        _tensors = tensors;
        _bytes = tensors.Sum(static t => (long)t.Length * sizeof(float));
        _header = WriteHeader(model, tensors.Length, _bytes);
        Headers.Add(LengthHeader, $"{_header.Length}");
        Headers.ContentType = new("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_header, cancellationToken).ConfigureAwait(false);
        var block = new byte[BlockLength * sizeof(float)];
        foreach (var tensor in _tensors)
        {
            for (var offset = 0; offset < tensor.Length; offset += BlockLength)
            {
                var bytes = MemoryMarshal.AsBytes(tensor.Span.Slice(offset, Math.Min(BlockLength, tensor.Length - offset)));
                bytes.CopyTo(block);
                await stream.WriteAsync(block.AsMemory(0, bytes.Length), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _header.Length + _bytes;
        return true;
    }

    private static byte[] WriteHeader(TritonModel model, int count, long bytes)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("inputs");
            json.WriteStartObject();
            json.WriteString("name", model.InputName);
            json.WriteString("datatype", "FP32");
            json.WriteStartArray("shape");
            foreach (var dimension in model.GetInputShape(count))
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", bytes);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("outputs");
            json.WriteStartObject();
            json.WriteString("name", model.OutputName);
            json.WriteStartObject("parameters");
            json.WriteBoolean("binary_data", true);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
