using Reelmill.Library.Vectors;

namespace Reelmill.Server.Search;

/// <summary>A collection of vectors, as the API shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimension">How many numbers each of its vectors has.</param>
/// <param name="Count">How many pictures are in it.</param>
/// <param name="Embedder">What made the vectors, with its version.</param>
/// <param name="Index">The index that makes its searches approximate; null when they are exact.</param>
internal sealed record CollectionDocument(string Name, int Dimension, long Count, string Embedder, IndexDocument? Index)
{
    public static CollectionDocument Of(CollectionInfo collection) => new(
        collection.Name,
        collection.Dimension,
        collection.Count,
        collection.Embedder,
        collection.Index is { } index ? new IndexDocument(index.Count, index.Recall) : null);
}

/// <summary>The index of a collection.</summary>
/// <param name="Count">How many pictures are in it; later ones are compared one by one.</param>
/// <param name="Recall">The share of the ten nearest pictures that searches found when it was built, 0 to 1.</param>
internal sealed record IndexDocument(long Count, double Recall);

/// <summary>What was found.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Approximate">Whether an index was searched, which may miss a picture; exact=true compares every one.</param>
/// <param name="Recall">The share of the ten nearest pictures that searches with the index found when it was built, 0 to 1; null when the search was exact.</param>
/// <param name="Note">Why every picture was compared although an index would be faster; null for nothing.</param>
/// <param name="Results">The pictures, most alike first.</param>
internal sealed record SearchDocument(string Collection, bool Approximate, double? Recall, NoteDocument? Note, IReadOnlyList<HitDocument> Results);

/// <summary>A remark on a search.</summary>
/// <param name="Code">A stable name.</param>
/// <param name="Message">What it means, and what to do.</param>
internal sealed record NoteDocument(string Code, string Message);

/// <summary>A picture that was found.</summary>
/// <param name="Rank">Its place, from 1.</param>
/// <param name="Id">The id of its vector.</param>
/// <param name="Score">How alike it is: the cosine of the two vectors, -1 to 1.</param>
/// <param name="Source">The file, URL or video that it comes from, without secrets.</param>
/// <param name="TimeMs">For a frame: when it is shown; null otherwise.</param>
/// <param name="Path">Its file below the library's folder; null when it is elsewhere or there is none.</param>
/// <param name="Metadata">What was known of it when it was indexed.</param>
/// <param name="Video">For a frame of this library: its video; null otherwise.</param>
/// <param name="Image">For a kept frame of this library: its picture; null otherwise.</param>
internal sealed record HitDocument(
    int Rank, string Id, double Score, string Source, long? TimeMs, string? Path, IReadOnlyDictionary<string, string> Metadata, string? Video, string? Image);
