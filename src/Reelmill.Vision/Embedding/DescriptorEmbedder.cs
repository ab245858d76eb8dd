using System.Buffers;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Embedding;

/// <summary>An embedder without a model: describes the appearance of an image, not its content.</summary>
/// <remarks>
/// <para>An embedding has three parts, computed from the image at 64x64: the lowest DCT-II coefficients of luma and chroma
/// (96 values), histograms of oriented gradients with 8 directions in 4x4 cells (128 values, after Dalal and Triggs,
/// "Histograms of Oriented Gradients for Human Detection", 2005), and a color histogram (32 values). Each part has a fixed
/// share of the length.</para>
/// <para>Finds copies, other sizes and encodings, small crops, and images with a similar layout and color. Does not
/// recognize objects: two photos of dogs are no closer than a dog and a cat. Mirrored and rotated images count as
/// different. Equal images give bit-identical embeddings on every CPU.</para>
/// </remarks>
public sealed class DescriptorEmbedder : IEmbedder
{
    private const int Frequencies = DctCoefficients.Count;
    private const int Edges = GradientHistogram.Count;
    private const int Colors = ColorHistogram.Count;

    /// <inheritdoc/>
    public string Name => "descriptor";

    /// <inheritdoc/>
    /// <value>Changes whenever the values of embeddings change.</value>
    public string Version => "descriptor-1";

    /// <inheritdoc/>
    /// <value>256.</value>
    public int Dimension => Frequencies + Edges + Colors;

    /// <inheritdoc/>
    /// <value>64x64, stretched, levels 0..1.</value>
    public ImageInput Input { get; } = new(DescriptorPlanes.Side, DescriptorPlanes.Side) { Scale = ColorValues.All(1 / 255f) };

    /// <inheritdoc/>
    public ValueTask EmbedAsync(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> embeddings, CancellationToken cancellationToken)
    {
        UnitVector.CheckSizes(this, tensors, embeddings.Length);
        for (var i = 0; i < tensors.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Describe(tensors[i].Span, embeddings.Span.Slice(i * Dimension, Dimension));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Does nothing: there is nothing to release.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Computes the embedding of one tensor.</summary>
    internal static void Describe(ReadOnlySpan<float> tensor, Span<float> embedding)
    {
        var scratch = ArrayPool<float>.Shared.Rent(DescriptorPlanes.Length);
        var planes = DescriptorPlanes.From(tensor, scratch);
        var frequencies = embedding[..Frequencies];
        var edges = embedding.Slice(Frequencies, Edges);
        var colors = embedding[(Frequencies + Edges)..];
        DctCoefficients.Write(planes, frequencies);
        GradientHistogram.Write(planes, edges);
        ColorHistogram.Write(planes, colors);
        ArrayPool<float>.Shared.Return(scratch);

        // Shares of the squared length: 0.45, 0.35 and 0.2. A uniform image has no edges; the other parts still give it a length.
        Scale(frequencies, 0.67082f);
        Scale(edges, 0.591608f);
        Scale(colors, 0.447214f);
        UnitVector.Normalize(embedding);
    }

    private static void Scale(Span<float> part, float weight)
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
