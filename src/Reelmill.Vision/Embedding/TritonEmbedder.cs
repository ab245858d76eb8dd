using System.Text.Json;
using Reelmill.Core;
using Reelmill.Vision.Embedding.Triton;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Embedding;

/// <summary>
/// An embedder on an inference server that speaks KServe's v2 protocol over HTTP with the binary tensor extension, such
/// as NVIDIA's Triton.
/// </summary>
/// <remarks>
/// Large batches are cut into requests that go out at the same time, as many as the options allow over all callers. A
/// request that fails for a reason that may pass is made again. Whether a picture's numbers depend on its batch is up to
/// the server.
/// </remarks>
public sealed class TritonEmbedder : IEmbedder
{
    private readonly TritonClient _client;
    private readonly TritonModel _model;
    private readonly SemaphoreSlim _places;

    private TritonEmbedder(string name, TritonClient client, TritonModel model, int maxInFlight)
    {
        (Name, _client, _model) = (name, client, model);
        _places = new SemaphoreSlim(maxInFlight);
    }

    /// <inheritdoc/>
    /// <value>The model's name on the server.</value>
    public string Name { get; }

    /// <inheritdoc/>
    /// <value>The model's name and version, and the server's.</value>
    public string Version => _model.Version;

    /// <inheritdoc/>
    public int Dimension => _model.Dimension;

    /// <inheritdoc/>
    public ImageInput Input => _model.Input;

    /// <summary>The most pictures in one request.</summary>
    public int MaxBatch => _model.MaxBatch;

    /// <summary>Asks the server whether it and the model are ready, and what the model takes and gives.</summary>
    /// <param name="address">Such as <c>http://host:8000/model</c> or <c>http://host:8000/model/version</c>, with or without <c>triton:</c> before it.</param>
    /// <param name="options">How the server is used; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The embedder, which the caller disposes.</returns>
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
    /// <exception cref="ItemException"><c>embed_failed</c> (after all tries), <c>embed_refused</c> or <c>bad_vector</c>.</exception>
    public async ValueTask EmbedAsync(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> vectors, CancellationToken cancellationToken)
    {
        UnitVector.CheckSizes(this, tensors, vectors.Length);
        var requests = new List<Task>();
        foreach (var some in tensors.Chunk(MaxBatch))
        {
            requests.Add(InferAsync(some, vectors.Slice(requests.Count * MaxBatch * Dimension, some.Length * Dimension), cancellationToken));
        }

        await Task.WhenAll(requests).ConfigureAwait(false);
        for (var i = 0; i < tensors.Count; i++)
        {
            UnitVector.Normalize(vectors.Span.Slice(i * Dimension, Dimension));
        }
    }

    /// <summary>Closes the connections.</summary>
    /// <returns>A task that is done.</returns>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _places.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<TritonModel> DescribeAsync(TritonAddress address, TritonClient client, TritonOptions options, CancellationToken cancellationToken)
    {
        var serverReady = await client.IsReadyAsync(new Uri(address.Server, "v2/health/ready"), cancellationToken).ConfigureAwait(false);
        if (!serverReady || !await client.IsReadyAsync(new Uri($"{address.ModelUri}/ready"), cancellationToken).ConfigureAwait(false))
        {
            var what = serverReady ? $"has no model {address.Model} that is ready" : "is no inference server, or is not ready";
            throw new ModelException("embedder_unreachable", $"{address.Server} {what}. Check the address and load the model.");
        }

        var server = await client.GetAsync(new Uri(address.Server, "v2"), cancellationToken).ConfigureAwait(false);
        var model = await client.GetAsync(address.ModelUri, cancellationToken).ConfigureAwait(false);
        var config = await ConfigAsync(address, client, cancellationToken).ConfigureAwait(false);
        return server is { } s && model is { } m
            ? TritonModel.From(address, options, s, m, config)
            : throw new ModelException("embedder_unsuited", $"{address.Server} does not describe itself or the model {address.Model}, as the v2 protocol asks.");
    }

    /// <summary>The model's configuration is Triton's own extension: others may refuse to give one.</summary>
    private static async Task<JsonElement?> ConfigAsync(TritonAddress address, TritonClient client, CancellationToken cancellationToken)
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

    private async Task InferAsync(ReadOnlyMemory<float>[] tensors, Memory<float> vectors, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _client.InferAsync(_model, tensors, vectors, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }
}
