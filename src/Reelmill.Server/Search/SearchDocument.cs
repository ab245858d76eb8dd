using Reelmill.Library.Vectors;

namespace Reelmill.Server.Search;

/// <summary>A vector collection, as the API returns it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Dimension">The dimension of the vectors.</param>
/// <param name="Count">The number of images.</param>
/// <param name="Embedder">The embedder of the vectors, with its version.</param>
/// <param name="Index">The index for approximate search; null when searches are exact.</param>
internal sealed record CollectionDocument(string Name, int Dimension, long Count, string Embedder, IndexDocument? Index)
{
    public static CollectionDocument From(CollectionInfo collection) => new(
        collection.Name,
        collection.Dimension,
        collection.Count,
        collection.Embedder,
        collection.Index is { } index ? new IndexDocument(index.Count, index.Recall) : null);
}

/// <summary>The index of a collection.</summary>
/// <param name="Count">The number of images in the index; images that were added later are compared one by one.</param>
/// <param name="Recall">The recall at 10, measured when the index was built, 0 to 1.</param>
internal sealed record IndexDocument(long Count, double Recall);

/// <summary>The results of a search.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Approximate">Whether the search used an index and may miss images; exact=true compares every image.</param>
/// <param name="Recall">The recall at 10 of the index, measured when it was built, 0 to 1; null when the search was exact.</param>
/// <param name="Note">The reason why every image was compared although an index would be faster; null without a remark.</param>
/// <param name="Results">The nearest neighbors, most similar first.</param>
internal sealed record SearchDocument(string Collection, bool Approximate, double? Recall, NoteDocument? Note, IReadOnlyList<HitDocument> Results);

/// <summary>A remark on a search.</summary>
/// <param name="Code">The stable code of the remark.</param>
/// <param name="Message">The meaning of the remark, and what to do.</param>
internal sealed record NoteDocument(string Code, string Message);

/// <summary>An image that a search found.</summary>
/// <param name="Rank">The rank, from 1.</param>
/// <param name="Id">The id of the image's vector.</param>
/// <param name="Score">The cosine similarity of the two vectors, -1 to 1.</param>
/// <param name="Source">The file, URL or video of the image, without secrets.</param>
/// <param name="TimeMs">The presentation time of a frame; null for an image.</param>
/// <param name="Path">The path of the file relative to the library's folder; null when the file is elsewhere or does not exist.</param>
/// <param name="Metadata">The metadata that was stored when the image was indexed.</param>
/// <param name="Video">The video of a frame in this library; null otherwise.</param>
/// <param name="Image">The URL of the image of a kept frame in this library; null otherwise.</param>
internal sealed record HitDocument(
    int Rank, string Id, double Score, string Source, long? TimeMs, string? Path, IReadOnlyDictionary<string, string> Metadata, string? Video, string? Image);
