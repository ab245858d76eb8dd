using System.Text.Json;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Embedding.Triton;

/// <summary>The inputs, outputs and limits of a model on an inference server.</summary>
/// <param name="Version">The versions of the model and of the server.</param>
/// <param name="InputName">The name of the input.</param>
/// <param name="Input">The input tensor that the model expects.</param>
/// <param name="OutputName">The name of the output.</param>
/// <param name="OutputShape">The shape of the embedding of one image, without the batch dimension.</param>
/// <param name="MaxBatch">The largest number of images in one request.</param>
internal sealed record TritonModel(string Version, string InputName, ImageInput Input, string OutputName, IReadOnlyList<long> OutputShape, int MaxBatch)
{
    /// <summary>The number of values in an embedding.</summary>
    public int Dimension => checked((int)OutputShape.Aggregate(1L, static (a, b) => a * b));

    /// <summary>Returns the shape of the input tensor for a number of images.</summary>
    public long[] GetInputShape(int count) => Input.ChannelsLast ? [count, Input.Height, Input.Width, 3] : [count, 3, Input.Height, Input.Width];

    /// <summary>Interprets the metadata of the server and the model, and the model configuration if there is one.</summary>
    /// <exception cref="ModelException"><c>embedder_unsuited</c>: the model does not map an image tensor to a float vector.</exception>
    public static TritonModel From(TritonAddress address, TritonOptions options, JsonElement server, JsonElement model, JsonElement? config)
    {
        var input = ReadTensors(address, model, "inputs");
        var outputs = ReadTensors(address, model, "outputs");
        var output = options.Output is { } name ? outputs.Find(o => o.Name == name) : outputs.FirstOrDefault();
        if (input is not [{ Type: "FP32", Shape.Length: 4 } images])
        {
            throw Unsuited(address, $"has the inputs {string.Join(" and ", input)} instead of one float tensor of four dimensions");
        }

        if (output is not { Type: "FP32", Shape.Length: > 1 } || Array.Exists(output.Shape[1..], static d => d < 1))
        {
            throw Unsuited(address, $"has the outputs {string.Join(" and ", outputs)} and no float vector of fixed length {options.Output}");
        }

        return new TritonModel(
            FormatVersion(address, server, model), images.Name, ApplyFixedSize(options.Input, images.Shape), output.Name, output.Shape[1..], GetMaxBatch(options, images.Shape, config));
    }

    private static List<Tensor> ReadTensors(TritonAddress address, JsonElement model, string key)
    {
        try
        {
            return [.. model.GetProperty(key).EnumerateArray().Select(static t => new Tensor(
                t.GetProperty("name").GetString()!, t.GetProperty("datatype").GetString()!, [.. t.GetProperty("shape").EnumerateArray().Select(static d => d.GetInt64())]))];
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unsuited(address, $"has no valid metadata of its {key}");
        }
    }

    private static string FormatVersion(TritonAddress address, JsonElement server, JsonElement model)
    {
        var version = address.ModelVersion ?? (model.TryGetProperty("versions", out var versions) && versions.GetArrayLength() > 0 ? $"{versions[versions.GetArrayLength() - 1]}" : "unversioned");
        return $"triton:{address.Model}/{version} {ReadText(server, "name")} {ReadText(server, "version")}";
    }

    private static ImageInput ApplyFixedSize(ImageInput input, long[] shape)
    {
        var (height, width) = input.ChannelsLast ? (shape[1], shape[2]) : (shape[2], shape[3]);
        return input with { Width = width > 0 ? (int)width : input.Width, Height = height > 0 ? (int)height : input.Height };
    }

    /// <summary>Combines the limits of the options, the batch dimension and the model configuration, which may be missing.</summary>
    private static int GetMaxBatch(TritonOptions options, long[] shape, JsonElement? config)
    {
        var configured = config is { } c && c.TryGetProperty("max_batch_size", out var size) && size.TryGetInt32(out var number) && number > 0 ? number : int.MaxValue;
        return shape[0] > 0 ? 1 : Math.Min(options.MaxBatch, configured);
    }

    private static string ReadText(JsonElement element, string key) => element.TryGetProperty(key, out var value) ? $"{value}" : "unknown";

    private static ModelException Unsuited(TritonAddress address, string problem) =>
        new("embedder_unsuited", $"The model {address.Model} on {address.Server} {problem}. Choose another model or output.");

    private sealed record Tensor(string Name, string Type, long[] Shape)
    {
        public override string ToString() => $"{Name} {Type} [{string.Join(',', Shape)}]";
    }
}
