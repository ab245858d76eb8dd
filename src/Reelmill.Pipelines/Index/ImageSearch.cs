using Reelmill.Core;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Pipelines.Index;

/// <summary>What to look for, and where.</summary>
/// <param name="Image">The picture whose likes are looked for.</param>
public sealed record SearchOptions(string Image)
{
    /// <summary>The collection.</summary>
    /// <value><see cref="IndexOptions.DefaultCollection"/> by default.</value>
    public string Collection { get; init; } = IndexOptions.DefaultCollection;

    /// <summary>Where its vectors are.</summary>
    /// <value><c>embedded</c> by default.</value>
    public string Store { get; init; } = "embedded";

    /// <summary>What makes a vector of the picture; it must be what made those of the collection.</summary>
    /// <value>Null by default: the one whose name the collection remembers.</value>
    public string? Embedder { get; init; }

    /// <summary>How many results at most, from 1.</summary>
    /// <value>10 by default.</value>
    public int Count { get; init; } = 10;

    /// <summary>What else must hold of a result; null for nothing.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether every picture is compared, also where an index would be faster.</summary>
    /// <value>False by default.</value>
    public bool Exact { get; init; }

    /// <summary>How the model is run.</summary>
    public ModelOptions Models { get; init; } = new();

    /// <summary>The executables.</summary>
    public ToolPaths Tools { get; init; } = new();

    /// <summary>What a picture may not exceed.</summary>
    public ProbeLimits Limits { get; init; } = new();
}

/// <summary>What was found.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Results">The pictures, most alike first.</param>
public sealed record SearchResults(string Collection, IReadOnlyList<SearchResult> Results)
{
    /// <summary>Whether an index was searched, which may miss a picture. The scores are exact all the same.</summary>
    /// <value>False by default.</value>
    public bool Approximate { get; init; }

    /// <summary>The share of the ten nearest pictures that searches with the index found when it was built, from 0 to 1.</summary>
    /// <value>Null by default: the search was exact, or the store does not tell.</value>
    public double? Recall { get; init; }

    /// <summary>Why every picture was compared although an index would be faster.</summary>
    /// <value>Null by default.</value>
    public SearchNote? Note { get; init; }
}

/// <summary>A picture that was found.</summary>
/// <param name="Rank">Its place, from 1.</param>
/// <param name="Id">The id of its vector: the caller's, its video and time, or its content.</param>
/// <param name="Score">How alike it is: the cosine of the two vectors, -1 to 1.</param>
/// <param name="Source">The file, URL or video that it comes from, without secrets.</param>
/// <param name="TimeMs">For a frame of a video: when it is shown, in milliseconds; null otherwise.</param>
/// <param name="Path">The file on this machine; null when there is none.</param>
/// <param name="Metadata">What was known of it when it was indexed.</param>
public sealed record SearchResult(
    int Rank, string Id, double Score, string Source, long? TimeMs, string? Path, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Finds pictures by a picture.</summary>
/// <param name="services">The library; it is only read.</param>
/// <param name="options">What to look for, and where.</param>
public sealed class ImageSearch(RunServices services, SearchOptions options)
{
    private const int ScoreDigits = 6;

    /// <summary>Finds.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ItemException">The picture cannot be decoded.</exception>
    /// <exception cref="PipelineException">The collection is not there, or its model cannot be used.</exception>
    public Task<SearchResults> FindAsync(CancellationToken cancellationToken) =>
        FindAsync(new MediaInput(Path.GetFullPath(options.Image), InputKind.File, MediaInput.NoMetadata), cancellationToken);

    /// <summary>Finds by a file, or by bytes.</summary>
    internal async Task<SearchResults> FindAsync(MediaInput image, CancellationToken cancellationToken)
    {
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        var collection = await CollectionAsync(store, cancellationToken).ConfigureAwait(false);
        var embedder = await services.EmbedderAsync(options.Embedder ?? Embedders.NameOf(collection.Embedder), options.Models, null, cancellationToken).ConfigureAwait(false);
        Embedders.Require(embedder, collection.Embedder);
        return await SearchAsync(store, collection, await EmbedAsync(embedder, image, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds by the vector of a picture that is in the collection, without its file or a model.</summary>
    /// <param name="id">The id of the vector.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Null when the collection has no vector of this id.</returns>
    /// <exception cref="PipelineException">The collection is not there.</exception>
    internal async Task<SearchResults?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        var collection = await CollectionAsync(store, cancellationToken).ConfigureAwait(false);
        return await store.FindAsync(options.Collection, id, cancellationToken).ConfigureAwait(false) is { } query
            ? await SearchAsync(store, collection, query, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private async Task<SearchResults> SearchAsync(IVectorStore store, CollectionInfo collection, float[] query, CancellationToken cancellationToken)
    {
        var filter = options.Filter is { } text ? VectorFilter.Parse(text) : null;
        var hits = await store.SearchAsync(options.Collection, query, options.Count, filter, options.Exact, cancellationToken).ConfigureAwait(false);
        return new SearchResults(options.Collection, [.. hits.Select((hit, i) => new SearchResult(
            i + 1, hit.Id, Math.Round(hit.Score, ScoreDigits), hit.Metadata.Source, hit.Metadata.TimeMs, PathOf(hit), hit.Metadata.Fields))])
        {
            Approximate = hits.IsApproximate,
            Recall = hits.Recall,
            Note = hits.Note ?? (hits.IsApproximate ? null : MissingIndex(collection)),
        };
    }

    /// <summary>Tells of the index that a large collection could have.</summary>
    private SearchNote? MissingIndex(CollectionInfo collection) =>
        options is { Exact: false, Filter: null, Store: VectorStores.EmbeddedName } && collection is { Index: null, Count: >= VectorIndex.DefaultMinRecords }
            ? new SearchNote("index_missing", $"Each of the {collection.Count} pictures was compared. 'reelmill collections build-index {collection.Name}' makes searches faster, and approximate.")
            : null;

    // Frames of this library are named by their place in it, wherever it is now.
    private string? PathOf(VectorHit hit) => hit.Metadata.Path is { } path ? Path.GetFullPath(path, Path.GetFullPath(services.Folder)) : null;

    private async Task<CollectionInfo> CollectionAsync(IVectorStore store, CancellationToken cancellationToken)
    {
        var all = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        if (all.FirstOrDefault(c => c.Name == options.Collection) is { } found)
        {
            return found;
        }

        var near = NearestName.Find(options.Collection, all.Select(static c => c.Name)) is { } nearest ? $" Did you mean '{nearest}'?" : " 'reelmill index' makes one.";
        throw new PipelineException("collection_unknown", $"Searching the collection '{options.Collection}': there is none of that name.{near}");
    }

    private async Task<float[]> EmbedAsync(IEmbedder embedder, MediaInput input, CancellationToken cancellationToken)
    {
        if (input.Content is { } content)
        {
            // Images of rarer formats are decoded in a process of their own, which reads a file.
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

        LocalFile.Require("Reading the picture", input.Source);
        return await EmbedAsync(embedder, input.Source, cancellationToken).ConfigureAwait(false);
    }

    private async Task<float[]> EmbedAsync(IEmbedder embedder, string path, CancellationToken cancellationToken)
    {
        using var loader = new ImageLoader(options.Tools, options.Limits);
        var bytes = ImageBytes.Read(path);
        using var image = await loader.LoadAsync(path, bytes, embedder.Input.Width, embedder.Input.Height, cancellationToken).ConfigureAwait(false);
        var (tensor, vector) = (new float[embedder.Input.Length], new float[embedder.Dimension]);
        ImageTensor.Write(image, embedder.Input, tensor);
        await embedder.EmbedAsync([tensor], vector, cancellationToken).ConfigureAwait(false);
        return vector;
    }
}
