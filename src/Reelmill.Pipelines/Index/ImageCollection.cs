using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Index;

/// <summary>A collection that is open: images go in, under ids of the caller's if it likes, and are found by images.</summary>
/// <remarks>
/// Safe for any number of calls at once, which share the library, the model and the store. Images with the same bytes are
/// decoded and embedded once. What failed is in the library's catalog, and is tried again when it is inserted again.
/// </remarks>
public sealed class ImageCollection
{
    private readonly RunServices _services;
    private readonly IndexOptions _options;

    private ImageCollection(RunServices services, IndexOptions options, CollectionInfo info) =>
        (_services, _options, Dimension) = (services, options, info.Dimension);

    /// <summary>Its name.</summary>
    public string Name => _options.Collection;

    /// <summary>How many numbers its vectors have.</summary>
    public int Dimension { get; }

    /// <summary>Opens a collection, and makes it when it is not there.</summary>
    /// <param name="services">The library.</param>
    /// <param name="options">The collection, its embedder, its store, and how images are indexed.</param>
    /// <param name="dimension">How many numbers its vectors must have; null for those of the embedder.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="PipelineException"><c>collection_mismatch</c>: its vectors are of another embedder or have another dimension; others: the model or the store cannot be used.</exception>
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
                "collection_mismatch", $"Opening the collection '{options.Collection}' for vectors of {wanted} numbers: the embedder '{embedder.Name}' makes {embedder.Dimension}. Use that number, or another embedder.");
        }

        return new ImageCollection(services, options, await Collections.CreateAsync(services, options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Inserts images of files and URLs.</summary>
    /// <param name="inputs">Paths and http(s) URLs, each of one image.</param>
    /// <param name="ids">The ids of their vectors, as many and all different; null for ids by content.</param>
    /// <param name="metadata">What is known of each, as many; null for nothing.</param>
    /// <param name="overrides">Options for this call, such as <c>o => o with { InsertBatch = 50 }</c>.</param>
    /// <param name="cancellationToken">Cancels: what is in flight is left, and the same call does the rest.</param>
    /// <returns>The ids in the order of the inputs.</returns>
    /// <exception cref="ArgumentException">There are more or fewer ids or metadata than inputs; an id comes twice or cannot be one; the overrides choose another collection.</exception>
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
        Require(ids?.Count ?? sources.Length, sources.Length, nameof(ids));
        Require(metadata?.Count ?? sources.Length, sources.Length, nameof(metadata));
        return InsertAsync(sources.Select((source, i) => new NewImage(source) { Id = ids?[i], Metadata = metadata?[i] ?? MediaInput.NoMetadata }), overrides, cancellationToken);
    }

    /// <summary>Inserts images of every kind.</summary>
    /// <param name="images">The images.</param>
    /// <param name="overrides">Options for this call, such as <c>o => o with { InsertBatch = 50 }</c>.</param>
    /// <param name="cancellationToken">Cancels: what is in flight is left, and the same call does the rest.</param>
    /// <returns>The ids in the order of the images.</returns>
    /// <exception cref="ArgumentException">An id comes twice or cannot be one; the overrides choose another collection.</exception>
    /// <exception cref="PipelineException">The model or the store cannot be used.</exception>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public Task<InsertedImages> InsertAsync(IEnumerable<NewImage> images, Func<IndexOptions, IndexOptions>? overrides = null, CancellationToken cancellationToken = default) =>
        InsertAsync(Checked([.. images]).ToAsyncEnumerable(), overrides, cancellationToken);

    /// <summary>Inserts images as they come; the first is begun at once.</summary>
    /// <param name="images">The images. Their bytes stay in memory until the call ends.</param>
    /// <param name="overrides">Options for this call, such as <c>o => o with { InsertBatch = 50 }</c>.</param>
    /// <param name="cancellationToken">Cancels: what is in flight is left, and the same call does the rest.</param>
    /// <returns>The ids in the order of the images.</returns>
    /// <exception cref="ArgumentException">An id comes twice or cannot be one; the overrides choose another collection.</exception>
    /// <exception cref="PipelineException">The model or the store cannot be used.</exception>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public async Task<InsertedImages> InsertAsync(IAsyncEnumerable<NewImage> images, Func<IndexOptions, IndexOptions>? overrides = null, CancellationToken cancellationToken = default)
    {
        var options = overrides?.Invoke(_options) ?? _options;
        if ((options.Collection, options.Embedder, options.Store) != (_options.Collection, _options.Embedder, _options.Store))
        {
            throw new ArgumentException($"Inserting into the collection '{Name}': the overrides choose another collection, embedder or store. Open that one.", nameof(overrides));
        }

        var inputs = new List<MediaInput>();
        var (failed, observer) = IndexRun.Failures(new RunObserver());
        var run = new IndexRun(_services, options, observer);
        var summary = await run.ExecuteAsync(InputsOf(images, inputs, cancellationToken), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        return new InsertedImages(await run.IdsAsync(inputs, failed.Keys, cancellationToken).ConfigureAwait(false), summary);
    }

    /// <summary>Inserts one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The id of its vector.</returns>
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
            _ => throw new ItemException("source_changed", "Inserting an image: another call removed or replaced it meanwhile. Insert it again.", transient: true),
        };
    }

    /// <summary>Finds the images that are most alike one.</summary>
    /// <param name="image">The image, of a file, bytes or a stream; it is not inserted.</param>
    /// <param name="count">How many at most, from 1 to 10,000.</param>
    /// <param name="filter">What else must hold, such as <c>year >= 2020 and kind = cat</c>; null for nothing.</param>
    /// <param name="exact">Whether every image is compared, also where an index would be faster.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The image is of a URL.</exception>
    /// <exception cref="ItemException">The image cannot be read or decoded.</exception>
    /// <exception cref="PipelineException"><c>bad_filter</c>; others: the model or the store cannot be used.</exception>
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
            throw new ArgumentException($"Searching by {input.Display}: a search takes files, bytes and streams. Download the image and give its bytes.", nameof(image));
        }

        return await new ImageSearch(_services, search).FindAsync(input, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses what cannot be meant before anything is done.</summary>
    private static NewImage[] Checked(NewImage[] images)
    {
        Array.ForEach(images, static image => image.Check());
        return images.GroupBy(static i => i.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Key is not null && g.Skip(1).Any()) is { Key: { } id }
            ? throw Twice(id)
            : images;
    }

    private static ArgumentException Twice(string id) => new($"Two images of one call have the id '{id}'. Which of them counts would depend on chance: leave one out.");

    private static async IAsyncEnumerable<MediaInput> InputsOf(
        IAsyncEnumerable<NewImage> images, List<MediaInput> inputs, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var image in images.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (image.Id is { } id && !ids.Add(id))
            {
                throw Twice(id);
            }

            var input = await image.ToInputAsync(cancellationToken).ConfigureAwait(false);
            inputs.Add(input with { Content = null });
            yield return input;
        }
    }

    private static void Require(int count, int inputs, string name)
    {
        if (count != inputs)
        {
            throw new ArgumentException($"There are {inputs} inputs and {count} {name}; each input has one, in the same order.", name);
        }
    }
}
