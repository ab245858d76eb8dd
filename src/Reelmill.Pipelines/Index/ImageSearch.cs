using Reelmill.Core;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Pipelines.Index;

/// <summary>The options of a search.</summary>
/// <param name="Image">The path of the query image.</param>
public sealed record SearchOptions(string Image)
{
    /// <summary>The collection to search.</summary>
    /// <value><see cref="IndexOptions.DefaultCollection"/> by default.</value>
    public string Collection { get; init; } = IndexOptions.DefaultCollection;

    /// <summary>The vector store of the collection.</summary>
    /// <value><c>embedded</c> by default.</value>
    public string Store { get; init; } = "embedded";

    /// <summary>The embedder of the query image, which must be the one that the collection was built with.</summary>
    /// <value>Null by default: the embedder whose name the collection stores.</value>
    public string? Embedder { get; init; }

    /// <summary>The maximum number of results, from 1.</summary>
    /// <value>10 by default.</value>
    public int Count { get; init; } = 10;

    /// <summary>A filter on metadata; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether to compare every image, even where an index is available.</summary>
    /// <value>False by default.</value>
    public bool Exact { get; init; }

    /// <summary>How the model is executed.</summary>
    public ModelOptions Models { get; init; } = new();

    /// <summary>The paths of the executables.</summary>
    public ToolPaths Tools { get; init; } = new();

    /// <summary>The limits on the query image.</summary>
    public ProbeLimits Limits { get; init; } = new();
}

/// <summary>The results of a search.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Results">The nearest neighbors, most similar first.</param>
public sealed record SearchResults(string Collection, IReadOnlyList<SearchResult> Results)
{
    /// <summary>Whether the search used an index, which may miss an image. The scores are exact in any case.</summary>
    /// <value>False by default.</value>
    public bool Approximate { get; init; }

    /// <summary>The recall of the index, measured when it was built: the share of the ten nearest images that searches with the index found, 0 to 1.</summary>
    /// <value>Null by default: the search was exact, or the store does not report a recall.</value>
    public double? Recall { get; init; }

    /// <summary>Why the search compared every image, where an index would be faster.</summary>
    /// <value>Null by default.</value>
    public SearchNote? Note { get; init; }
}

/// <summary>An image that a search found.</summary>
/// <param name="Rank">The rank, from 1.</param>
/// <param name="Id">The id of the vector: the caller's id, the frame's video and time, or the content id.</param>
/// <param name="Score">The cosine similarity to the query image, -1 to 1.</param>
/// <param name="Source">The file, URL or video of the image, without secrets.</param>
/// <param name="TimeMs">The time of a video frame, in milliseconds; null for other images.</param>
/// <param name="Path">The path of the image on this machine; null when there is none.</param>
/// <param name="Metadata">The metadata that the image was indexed with.</param>
public sealed record SearchResult(
    int Rank, string Id, double Score, string Source, long? TimeMs, string? Path, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Searches a collection for the nearest neighbors of a query image.</summary>
/// <param name="services">The library; read only.</param>
/// <param name="options">The query image and the collection.</param>
public sealed class ImageSearch(RunServices services, SearchOptions options)
{
    private const int ScoreDigits = 6;

    /// <summary>Finds the nearest neighbors of the image in the options.</summary>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="ItemException">The query image cannot be decoded.</exception>
    /// <exception cref="PipelineException">The collection does not exist, or its model cannot be used.</exception>
    public Task<SearchResults> FindAsync(CancellationToken cancellationToken) =>
        FindAsync(new MediaInput(Path.GetFullPath(options.Image), InputKind.File, MediaInput.NoMetadata), cancellationToken);

    /// <summary>Finds the nearest neighbors of a file, or of bytes.</summary>
    internal async Task<SearchResults> FindAsync(MediaInput image, CancellationToken cancellationToken)
    {
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        var collection = await FindCollectionAsync(store, cancellationToken).ConfigureAwait(false);
        var embedder = await services.EmbedderAsync(options.Embedder ?? Embedders.GetName(collection.Embedder), options.Models, null, cancellationToken).ConfigureAwait(false);
        Embedders.Require(embedder, collection.Embedder);
        return await SearchAsync(store, collection, await EmbedAsync(embedder, image, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the nearest neighbors of an image in the collection by its stored vector, without a file or a model.</summary>
    /// <param name="id">The id of the vector.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Null when the collection has no vector of this id.</returns>
    /// <exception cref="PipelineException">The collection does not exist.</exception>
    internal async Task<SearchResults?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        var collection = await FindCollectionAsync(store, cancellationToken).ConfigureAwait(false);
        return await store.FindAsync(options.Collection, id, cancellationToken).ConfigureAwait(false) is { } query
            ? await SearchAsync(store, collection, query, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private async Task<SearchResults> SearchAsync(IVectorStore store, CollectionInfo collection, float[] query, CancellationToken cancellationToken)
    {
        var filter = options.Filter is { } text ? VectorFilter.Parse(text) : null;
        var hits = await store.SearchAsync(options.Collection, query, options.Count, filter, options.Exact, cancellationToken).ConfigureAwait(false);
        return new SearchResults(options.Collection, [.. hits.Select((hit, i) => new SearchResult(
            i + 1, hit.Id, Math.Round(hit.Score, ScoreDigits), hit.Metadata.Source, hit.Metadata.TimeMs, ResolvePath(hit), hit.Metadata.Fields))])
        {
            Approximate = hits.IsApproximate,
            Recall = hits.Recall,
            Note = hits.Note ?? (hits.IsApproximate ? null : SuggestIndex(collection)),
        };
    }

    /// <summary>Suggests an index for a large collection that has none.</summary>
    private SearchNote? SuggestIndex(CollectionInfo collection) =>
        options is { Exact: false, Filter: null, Store: VectorStores.EmbeddedName } && collection is { Index: null, Count: >= VectorIndex.DefaultMinRecords }
            ? new SearchNote("index_missing", $"Each of the {collection.Count} images was compared. 'reelmill collections build-index {collection.Name}' makes searches faster, and approximate.")
            : null;

    // Frames of this library have relative paths, since the library may have moved.
    private string? ResolvePath(VectorHit hit) => hit.Metadata.Path is { } path ? Path.GetFullPath(path, Path.GetFullPath(services.Folder)) : null;

    private async Task<CollectionInfo> FindCollectionAsync(IVectorStore store, CancellationToken cancellationToken)
    {
        var all = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        if (all.FirstOrDefault(c => c.Name == options.Collection) is { } found)
        {
            return found;
        }

        var near = NearestName.Find(options.Collection, all.Select(static c => c.Name)) is { } nearest ? $" Did you mean '{nearest}'?" : " 'reelmill index' creates one.";
        throw new PipelineException("collection_unknown", $"Searching the collection '{options.Collection}': there is no collection of that name.{near}");
    }

    private async Task<float[]> EmbedAsync(IEmbedder embedder, MediaInput input, CancellationToken cancellationToken)
    {
        if (input.Content is { } content)
        {
            // Less common formats are decoded in a separate process, which reads files.
            var path = Path.Combine(Path.GetTempPath(), $"reelmill-search-{Guid.NewGuid():n}");
            try
            {
                var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
                await using (file.ConfigureAwait(false))
                {
                    await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                }

                return await EmbedAsync(embedder, path, cancellationToken).ConfigureAwait(false);
            }
            catch (ItemException e)
            {
                throw new ItemException(e.Code, e.Message.Replace(path, input.Display, StringComparison.Ordinal), innerException: e);
            }
            finally
            {
                CleanUp.Remove(path);
            }
        }

        LocalFile.Require("Reading the image", input.Source);
        return await EmbedAsync(embedder, input.Source, cancellationToken).ConfigureAwait(false);
    }

    private async Task<float[]> EmbedAsync(IEmbedder embedder, string path, CancellationToken cancellationToken)
    {
        using var loader = new ImageLoader(options.Tools, options.Limits);
        var bytes = ImageFileReader.Read(path);
        using var image = await loader.LoadAsync(path, bytes, embedder.Input.Width, embedder.Input.Height, cancellationToken).ConfigureAwait(false);
        var (tensor, vector) = (new float[embedder.Input.Length], new float[embedder.Dimension]);
        ImageTensor.Write(image, embedder.Input, tensor);
        await embedder.EmbedAsync([tensor], vector, cancellationToken).ConfigureAwait(false);
        return vector;
    }
}
