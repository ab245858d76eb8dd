using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Index;

/// <summary>An open collection: inserts images, optionally under the caller's ids, and searches by image.</summary>
/// <remarks>
/// Safe for concurrent calls, which share the library, the model and the store. Images with the same bytes are decoded and
/// embedded once. Failures are recorded in the library's catalog, and retried when the image is inserted again.
/// </remarks>
public sealed class ImageCollection
{
    private readonly RunServices _services;
    private readonly IndexOptions _options;

    private ImageCollection(RunServices services, IndexOptions options, CollectionInfo info) =>
        (_services, _options, Dimension) = (services, options, info.Dimension);

    /// <summary>The name of the collection.</summary>
    public string Name => _options.Collection;

    /// <summary>The dimension of the vectors.</summary>
    public int Dimension { get; }

    /// <summary>Opens a collection, or creates it.</summary>
    /// <param name="services">The library.</param>
    /// <param name="options">The collection, its embedder, its store, and the indexing options.</param>
    /// <param name="dimension">The required dimension of the vectors; null for that of the embedder.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PipelineException"><c>collection_mismatch</c>: the collection was built with another embedder or dimension. Other codes: the model or the store cannot be used.</exception>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public static async Task<ImageCollection> OpenAsync(RunServices services, IndexOptions options, int? dimension = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var embedder = await services.EmbedderAsync(options.Embedder, options.Models, null, cancellationToken).ConfigureAwait(false);
        if (dimension is { } wanted && wanted != embedder.Dimension)
        {
            throw new PipelineException(
                "collection_mismatch", $"Opening the collection '{options.Collection}' for vectors of dimension {wanted}: the embedder '{embedder.Name}' produces dimension {embedder.Dimension}. Use that dimension, or another embedder.");
        }

        return new ImageCollection(services, options, await Collections.CreateAsync(services, options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Inserts images from files and URLs.</summary>
    /// <param name="inputs">Paths and http(s) URLs, each of one image.</param>
    /// <param name="ids">The ids of the vectors: one for each input, without duplicates; null to use content ids.</param>
    /// <param name="metadata">The metadata: one set for each input; null for none.</param>
    /// <param name="overrides">Options for this call, such as <c>o => o with { InsertBatch = 50 }</c>.</param>
    /// <param name="cancellationToken">Cancels: work in flight is abandoned, and the same call finishes it.</param>
    /// <returns>The ids, in the order of the inputs.</returns>
    /// <exception cref="ArgumentException">The number of ids or metadata sets differs from the number of inputs; an id is a duplicate or invalid; or the overrides select another collection.</exception>
    /// <exception cref="PipelineException">The model or the store cannot be used.</exception>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public Task<InsertedImages> InsertAsync(
        IEnumerable<string> inputs,
        IReadOnlyList<string>? ids = null,
        IReadOnlyList<IReadOnlyDictionary<string, string>>? metadata = null,
        Func<IndexOptions, IndexOptions>? overrides = null,
        CancellationToken cancellationToken = default)
    {
        var sources = inputs.ToArray();
        RequireSameCount(ids?.Count ?? sources.Length, sources.Length, nameof(ids));
        RequireSameCount(metadata?.Count ?? sources.Length, sources.Length, nameof(metadata));
        return InsertAsync(sources.Select((source, i) => new NewImage(source) { Id = ids?[i], Metadata = metadata?[i] ?? MediaInput.NoMetadata }), overrides, cancellationToken);
    }

    /// <summary>Inserts images from files, URLs, bytes and streams.</summary>
    /// <param name="images">The images.</param>
    /// <param name="overrides">Options for this call, such as <c>o => o with { InsertBatch = 50 }</c>.</param>
    /// <param name="cancellationToken">Cancels: work in flight is abandoned, and the same call finishes it.</param>
    /// <returns>The ids, in the order of the images.</returns>
    /// <exception cref="ArgumentException">An id is a duplicate or invalid; or the overrides select another collection.</exception>
    /// <exception cref="PipelineException">The model or the store cannot be used.</exception>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public Task<InsertedImages> InsertAsync(IEnumerable<NewImage> images, Func<IndexOptions, IndexOptions>? overrides = null, CancellationToken cancellationToken = default) =>
        InsertAsync(RequireValid([.. images]).ToAsyncEnumerable(), overrides, cancellationToken);

    /// <summary>Inserts images as they arrive; the first one starts immediately.</summary>
    /// <param name="images">The images. Bytes of in-memory images stay in memory until the call ends.</param>
    /// <param name="overrides">Options for this call, such as <c>o => o with { InsertBatch = 50 }</c>.</param>
    /// <param name="cancellationToken">Cancels: work in flight is abandoned, and the same call finishes it.</param>
    /// <returns>The ids, in the order of the images.</returns>
    /// <exception cref="ArgumentException">An id is a duplicate or invalid; or the overrides select another collection.</exception>
    /// <exception cref="PipelineException">The model or the store cannot be used.</exception>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public async Task<InsertedImages> InsertAsync(IAsyncEnumerable<NewImage> images, Func<IndexOptions, IndexOptions>? overrides = null, CancellationToken cancellationToken = default)
    {
        var options = overrides?.Invoke(_options) ?? _options;
        if ((options.Collection, options.Embedder, options.Store) != (_options.Collection, _options.Embedder, _options.Store))
        {
            throw new ArgumentException($"Inserting into the collection '{Name}': the overrides select another collection, embedder or store. Open that collection instead.", nameof(overrides));
        }

        var inputs = new List<MediaInput>();
        var (failed, observer) = IndexRun.TrackFailures(new RunObserver());
        var run = new IndexRun(_services, options, observer);
        var summary = await run.ExecuteAsync(ToInputsAsync(images, inputs, cancellationToken), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        return new InsertedImages(await run.FindIdsAsync(inputs, failed.Keys, cancellationToken).ConfigureAwait(false), summary);
    }

    /// <summary>Inserts one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The id of the image's vector.</returns>
    /// <exception cref="ItemException">The image cannot be read or decoded.</exception>
    /// <exception cref="PipelineException">The model or the store cannot be used.</exception>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public async Task<string> InsertAsync(NewImage image, CancellationToken cancellationToken = default)
    {
        var (ids, run) = await InsertAsync([image], null, cancellationToken).ConfigureAwait(false);
        return (ids, run.Failures) switch
        {
            ([{ } id], _) => id,
            (_, [var failure, ..]) => throw new ItemException(failure.Code, failure.Message),
            _ => throw new ItemException("source_changed", "Inserting an image: another call removed or replaced the image meanwhile. Insert it again.", transient: true),
        };
    }

    /// <summary>Finds the nearest neighbors of a query image.</summary>
    /// <param name="image">The query image, from a file, bytes or a stream; it is not inserted.</param>
    /// <param name="count">The maximum number of results, 1 to 10,000.</param>
    /// <param name="filter">A filter on metadata, such as <c>year >= 2020 and kind = cat</c>; null for none.</param>
    /// <param name="exact">Whether to compare every image, even where an index is available.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The query image is a URL.</exception>
    /// <exception cref="ItemException">The image cannot be read or decoded.</exception>
    /// <exception cref="PipelineException"><c>bad_filter</c>. Other codes: the model or the store cannot be used.</exception>
    public async Task<SearchResults> SearchAsync(NewImage image, int count = 10, string? filter = null, bool exact = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var search = new SearchOptions("")
        {
            Collection = Name,
            Store = _options.Store,
            Embedder = _options.Embedder,
            Count = count,
            Filter = filter,
            Models = _options.Models,
            Exact = exact,
            Tools = _options.Tools,
            Limits = _options.Limits,
        };
        var input = await image.ToInputAsync(cancellationToken).ConfigureAwait(false);
        if (input.Kind == InputKind.Url)
        {
            throw new ArgumentException($"Searching by {input.Display}: a query image must be a file, bytes or a stream. Download the image and pass its bytes.", nameof(image));
        }

        return await new ImageSearch(_services, search).FindAsync(input, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Validates ids and metadata before any work starts.</summary>
    private static NewImage[] RequireValid(NewImage[] images)
    {
        Array.ForEach(images, static image => image.Check());
        return images.GroupBy(static i => i.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Key is not null && g.Skip(1).Any()) is { Key: { } id }
            ? throw CreateDuplicateIdError(id)
            : images;
    }

    private static ArgumentException CreateDuplicateIdError(string id) => new($"Two images of one call have the id '{id}', so which one is stored would depend on timing. Leave one out.");

    private static async IAsyncEnumerable<MediaInput> ToInputsAsync(
        IAsyncEnumerable<NewImage> images, List<MediaInput> inputs, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var image in images.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (image.Id is { } id && !ids.Add(id))
            {
                throw CreateDuplicateIdError(id);
            }

            var input = await image.ToInputAsync(cancellationToken).ConfigureAwait(false);
            inputs.Add(input with { Content = null });
            yield return input;
        }
    }

    private static void RequireSameCount(int count, int inputs, string name)
    {
        if (count != inputs)
        {
            throw new ArgumentException($"There are {inputs} inputs but {count} {name}. Pass one for each input, in the same order.", name);
        }
    }
}
