using System.Text.Json;
using Reelmill.Core;
using Reelmill.Vision.Embedding.Triton;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Embedding;

/// <summary>
/// An embedder on an inference server that speaks the KServe v2 protocol over HTTP with the binary tensor extension, such
/// as NVIDIA Triton.
/// </summary>
/// <remarks>
/// Large batches are split into concurrent requests, up to the limit that all callers share. Transient failures are
/// retried. Whether the embedding of an image depends on the rest of its batch is up to the server.
/// </remarks>
public sealed class TritonEmbedder : IEmbedder
{
    private readonly TritonClient _client;
    private readonly TritonModel _model;
    private readonly SemaphoreSlim _requestSlots;

    private TritonEmbedder(string name, TritonClient client, TritonModel model, int maxInFlight)
    {
        (Name, _client, _model) = (name, client, model);
        _requestSlots = new SemaphoreSlim(maxInFlight);
    }

    /// <inheritdoc/>
    /// <value>The name of the model on the server.</value>
    public string Name { get; }

    /// <inheritdoc/>
    /// <value>The names and versions of the model and of the server.</value>
    public string Version => _model.Version;

    /// <inheritdoc/>
    public int Dimension => _model.Dimension;

    /// <inheritdoc/>
    public ImageInput Input => _model.Input;

    /// <summary>The largest number of images in one request.</summary>
    public int MaxBatch => _model.MaxBatch;

    /// <summary>Connects to a server: checks that the server and the model are ready, and reads the model's inputs and outputs.</summary>
    /// <param name="address">The address of the model: <c>http://host:8000/model</c> or <c>http://host:8000/model/version</c>, with an optional prefix <c>triton:</c>.</param>
    /// <param name="options">The client options; defaults when null.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The embedder; the caller disposes it.</returns>
    /// <exception cref="ModelException"><c>embedder_unreachable</c> or <c>embedder_unsuited</c>.</exception>
    public static async Task<TritonEmbedder> ConnectAsync(string address, TritonOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TritonOptions();
        options.Validate();
        var parsed = TritonAddress.Parse(address);
        var client = new TritonClient(parsed, options);
        try
        {
            return new TritonEmbedder(parsed.Model, client, await DescribeAsync(parsed, client, options, cancellationToken).ConfigureAwait(false), options.MaxInFlight);
        }
        catch (ItemException e)
        {
            client.Dispose();
            throw new ModelException("embedder_unreachable", e.Message, e);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ItemException"><c>embed_failed</c> (after all attempts), <c>embed_refused</c> or <c>bad_vector</c>.</exception>
    public async ValueTask EmbedAsync(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> embeddings, CancellationToken cancellationToken)
    {
        UnitVector.CheckSizes(this, tensors, embeddings.Length);
        var requests = new List<Task>();
        foreach (var batch in tensors.Chunk(MaxBatch))
        {
            requests.Add(InferAsync(batch, embeddings.Slice(requests.Count * MaxBatch * Dimension, batch.Length * Dimension), cancellationToken));
        }

        await Task.WhenAll(requests).ConfigureAwait(false);
        for (var i = 0; i < tensors.Count; i++)
        {
            UnitVector.Normalize(embeddings.Span.Slice(i * Dimension, Dimension));
        }
    }

    /// <summary>Closes the connections.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _requestSlots.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<TritonModel> DescribeAsync(TritonAddress address, TritonClient client, TritonOptions options, CancellationToken cancellationToken)
    {
        var serverReady = await client.IsReadyAsync(new Uri(address.Server, "v2/health/ready"), cancellationToken).ConfigureAwait(false);
        if (!serverReady || !await client.IsReadyAsync(new Uri($"{address.ModelUri}/ready"), cancellationToken).ConfigureAwait(false))
        {
            var problem = serverReady ? $"has no model {address.Model} that is ready" : "is not an inference server, or is not ready";
            throw new ModelException("embedder_unreachable", $"{address.Server} {problem}. Check the address and load the model.");
        }

        var server = await client.GetAsync(new Uri(address.Server, "v2"), cancellationToken).ConfigureAwait(false);
        var model = await client.GetAsync(address.ModelUri, cancellationToken).ConfigureAwait(false);
        var config = await ReadConfigAsync(address, client, cancellationToken).ConfigureAwait(false);
        return server is { } s && model is { } m
            ? TritonModel.From(address, options, s, m, config)
            : throw new ModelException("embedder_unsuited", $"{address.Server} returns no v2 metadata for itself or for the model {address.Model}. Check that it supports the v2 protocol.");
    }

    /// <summary>Reads the model configuration, an extension of Triton. Returns null where a server does not support it.</summary>
    private static async Task<JsonElement?> ReadConfigAsync(TritonAddress address, TritonClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync(new Uri($"{address.ModelUri}/config"), cancellationToken).ConfigureAwait(false);
        }
        catch (ItemException e) when (!e.IsTransient)
        {
            return null;
        }
    }

    private async Task InferAsync(ReadOnlyMemory<float>[] tensors, Memory<float> embeddings, CancellationToken cancellationToken)
    {
        await _requestSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _client.InferAsync(_model, tensors, embeddings, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _requestSlots.Release();
        }
    }
}
