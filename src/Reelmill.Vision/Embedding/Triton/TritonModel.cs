using System.Text.Json;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Embedding.Triton;

/// <summary>What the server says of the model, and what follows from it.</summary>
/// <param name="Version">The server's and the model's versions.</param>
/// <param name="InputName">The input's name.</param>
/// <param name="Input">What it wants to see.</param>
/// <param name="OutputName">The output's name.</param>
/// <param name="OutputShape">The vector's shape for one picture, without the first dimension.</param>
/// <param name="MaxBatch">The most pictures in one request.</param>
internal sealed record TritonModel(string Version, string InputName, ImageInput Input, string OutputName, IReadOnlyList<long> OutputShape, int MaxBatch)
{
    /// <summary>Numbers in a vector.</summary>
    public int Dimension => checked((int)OutputShape.Aggregate(1L, static (a, b) => a * b));

    /// <summary>The shape of the input of so many pictures.</summary>
    public long[] InputShape(int count) => Input.ChannelsLast ? [count, Input.Height, Input.Width, 3] : [count, 3, Input.Height, Input.Width];

    /// <summary>Reads the server's own metadata, the model's, and the model's configuration where the server has one.</summary>
    /// <exception cref="ModelException"><c>embedder_unsuited</c>: pictures cannot go in, or no vector comes out.</exception>
    public static TritonModel From(TritonAddress address, TritonOptions options, JsonElement server, JsonElement model, JsonElement? config)
    {
        var input = Tensors(address, model, "inputs");
        var outputs = Tensors(address, model, "outputs");
        var output = options.Output is { } name ? outputs.Find(o => o.Name == name) : outputs.FirstOrDefault();
        if (input is not [{ Type: "FP32", Shape.Length: 4 } images])
        {
            throw Unsuited(address, $"takes {string.Join(" and ", input)}, not one float tensor of four dimensions");
        }

        if (output is not { Type: "FP32", Shape.Length: > 1 } || Array.Exists(output.Shape[1..], static d => d < 1))
        {
            throw Unsuited(address, $"gives {string.Join(" and ", outputs)}, and no float vector of a fixed length {options.Output}");
        }

        return new TritonModel(
            VersionOf(address, server, model), images.Name, SizeOf(options.Input, images.Shape), output.Name, output.Shape[1..], Batch(options, images.Shape, config));
    }

    private static List<Tensor> Tensors(TritonAddress address, JsonElement model, string key)
    {
        try
        {
            return [.. model.GetProperty(key).EnumerateArray().Select(static t => new Tensor(
                t.GetProperty("name").GetString()!, t.GetProperty("datatype").GetString()!, [.. t.GetProperty("shape").EnumerateArray().Select(static d => d.GetInt64())]))];
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unsuited(address, $"is described without proper {key}");
        }
    }

    private static string VersionOf(TritonAddress address, JsonElement server, JsonElement model)
    {
        var version = address.ModelVersion ?? (model.TryGetProperty("versions", out var versions) && versions.GetArrayLength() > 0 ? $"{versions[versions.GetArrayLength() - 1]}" : "unversioned");
        return $"triton:{address.Model}/{version} {Text(server, "name")} {Text(server, "version")}";
    }

    private static ImageInput SizeOf(ImageInput input, long[] shape)
    {
        var (height, width) = input.ChannelsLast ? (shape[1], shape[2]) : (shape[2], shape[3]);
        return input with { Width = width > 0 ? (int)width : input.Width, Height = height > 0 ? (int)height : input.Height };
    }

    /// <summary>A server that states no limit takes what its first dimension allows.</summary>
    private static int Batch(TritonOptions options, long[] shape, JsonElement? config)
    {
        var most = config is { } c && c.TryGetProperty("max_batch_size", out var size) && size.TryGetInt32(out var number) && number > 0 ? number : int.MaxValue;
        return shape[0] > 0 ? 1 : Math.Min(options.MaxBatch, most);
    }

    private static string Text(JsonElement element, string key) => element.TryGetProperty(key, out var value) ? $"{value}" : "unknown";

    private static ModelException Unsuited(TritonAddress address, string why) =>
        new("embedder_unsuited", $"The model {address.Model} on {address.Server} {why}. Choose another model or output.");

    private sealed record Tensor(string Name, string Type, long[] Shape)
    {
        public override string ToString() => $"{Name} {Type} [{string.Join(',', Shape)}]";
    }
}
