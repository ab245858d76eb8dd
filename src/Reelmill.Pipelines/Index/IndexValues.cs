using System.Buffers;
using Reelmill.Core.Pipelines;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Index;

/// <summary>A picture as the model takes it, in pooled memory that the stage which reads it gives back.</summary>
/// <param name="Item">The item.</param>
/// <param name="Told">The input that its record tells of: its own, or another with the same bytes.</param>
/// <param name="Tensor">The numbers, and what the pool gave beyond them; null when its vector is known.</param>
/// <param name="Length">How many numbers there are.</param>
internal sealed record PreparedImage(IdentifiedItem Item, MediaInput Told, IMemoryOwner<float>? Tensor, int Length) : ISized, IDisposable
{
    /// <summary>The vector of these bytes, which the collection has already; null when the model has to make it.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }

    public ReadOnlyMemory<float> Numbers => Tensor!.Memory[..Length];

    public long SizeInBytes => Tensor is null ? 0 : Tensor.Memory.Length * sizeof(float);

    public void Dispose() => Tensor?.Dispose();
}

/// <summary>A picture and its vector.</summary>
internal sealed record EmbeddedImage(IdentifiedItem Item, VectorRecord Vector);

/// <summary>A picture whose vector is in the store.</summary>
internal sealed record IndexedImage(IdentifiedItem Item);
