using System.Buffers;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Embedding;

/// <summary>An embedder without a model: it describes how a picture looks, not what it shows.</summary>
/// <remarks>
/// <para>A vector has three parts, made from the picture at 64x64: its lowest frequencies in luma and colour (DCT-II,
/// 96 numbers), how strong edges of 8 directions are in 4x4 places (128 numbers, after Dalal and Triggs, "Histograms of
/// Oriented Gradients for Human Detection", 2005), and how frequent its colours are (32 numbers). Each part has a fixed
/// share of the length.</para>
/// <para>It finds copies, other sizes and encodings, small crops, and pictures of a like layout and colour. It does not
/// know things: two photos of dogs are no closer than a dog and a cat. Mirrored and turned pictures are other pictures.
/// The same picture gives the same bits on every processor.</para>
/// </remarks>
public sealed class DescriptorEmbedder : IEmbedder
{
    private const int Frequencies = LowFrequencies.Count;
    private const int Edges = EdgeDirections.Count;
    private const int Colors = ColorFrequencies.Count;

    /// <inheritdoc/>
    public string Name => "descriptor";

    /// <inheritdoc/>
    /// <value>It changes whenever the numbers do.</value>
    public string Version => "descriptor-1";

    /// <inheritdoc/>
    /// <value>256.</value>
    public int Dimension => Frequencies + Edges + Colors;

    /// <inheritdoc/>
    /// <value>64x64, stretched, levels 0..1.</value>
    public ImageInput Input { get; } = new(DescriptorPlanes.Side, DescriptorPlanes.Side) { Scale = ColorValues.All(1 / 255f) };

    /// <inheritdoc/>
    public ValueTask EmbedAsync(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> vectors, CancellationToken cancellationToken)
    {
        UnitVector.CheckSizes(this, tensors, vectors.Length);
        for (var i = 0; i < tensors.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Describe(tensors[i].Span, vectors.Span.Slice(i * Dimension, Dimension));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>There is nothing to close.</summary>
    /// <returns>A task that is done.</returns>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes the vector of one tensor.</summary>
    internal static void Describe(ReadOnlySpan<float> tensor, Span<float> vector)
    {
        var scratch = ArrayPool<float>.Shared.Rent(DescriptorPlanes.Length);
        var planes = DescriptorPlanes.From(tensor, scratch);
        var frequencies = vector[..Frequencies];
        var edges = vector.Slice(Frequencies, Edges);
        var colors = vector[(Frequencies + Edges)..];
        LowFrequencies.Write(planes, frequencies);
        EdgeDirections.Write(planes, edges);
        ColorFrequencies.Write(planes, colors);
        ArrayPool<float>.Shared.Return(scratch);

        // Shares of the squared length: 0.45, 0.35 and 0.2. A plain picture has no edges and still has a length.
        Weigh(frequencies, 0.67082f);
        Weigh(edges, 0.591608f);
        Weigh(colors, 0.447214f);
        UnitVector.Normalize(vector);
    }

    private static void Weigh(Span<float> part, float weight)
    {
        if (!UnitVector.TryNormalize(part))
        {
            part.Clear();
        }

        foreach (ref var value in part)
        {
            value *= weight;
        }
    }
}
