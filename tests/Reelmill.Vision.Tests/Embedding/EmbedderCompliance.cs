using Reelmill.Vision.Embedding;

namespace Reelmill.Vision.Tests.Embedding;

/// <summary>The tests that every embedder must pass.</summary>
public abstract class EmbedderCompliance
{
    private const int ImageCount = 5;

    [Fact]
    public async Task Every_embedding_has_length_one()
    {
        await using var embedder = await OpenAsync();
        var embeddings = await EmbedAsync(embedder, CreateTensors(embedder), ImageCount);

        for (var i = 0; i < ImageCount; i++)
        {
            embeddings.Skip(i * embedder.Dimension).Take(embedder.Dimension).Sum(static v => (double)v * v).ShouldBe(1, 1e-5);
        }
    }

    [Fact]
    public async Task A_batch_gives_the_same_embeddings_as_single_images()
    {
        await using var embedder = await OpenAsync();
        var tensors = CreateTensors(embedder);
        var batch = await EmbedAsync(embedder, tensors, ImageCount);

        for (var i = 0; i < ImageCount; i++)
        {
            var single = await EmbedAsync(embedder, tensors.AsMemory(i * embedder.Input.Length, embedder.Input.Length), 1);
            TestModels.ShouldAgree(single, batch.AsSpan(i * embedder.Dimension, embedder.Dimension), 1e-5f);
        }
    }

    [Fact]
    public async Task Concurrent_calls_give_correct_embeddings()
    {
        await using var embedder = await OpenAsync();
        var tensors = CreateTensors(embedder);
        var expected = await EmbedAsync(embedder, tensors, ImageCount);

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => EmbedAsync(embedder, tensors, ImageCount))));

        foreach (var result in results)
        {
            TestModels.ShouldAgree(result, expected, 1e-5f);
        }
    }

    [Fact]
    public async Task The_rest_of_a_larger_buffer_is_not_modified()
    {
        await using var embedder = await OpenAsync();
        var embeddings = new float[(2 * embedder.Dimension) + 1];
        embeddings[^1] = 7;

        await embedder.EmbedAsync(CreateTensors(embedder), 2, embeddings);

        embeddings[^1].ShouldBe(7);
    }

    [Fact]
    public async Task Buffers_that_are_too_short_are_rejected()
    {
        await using var embedder = await OpenAsync();
        var (tensor, embedding) = (new float[embedder.Input.Length], new float[embedder.Dimension]);

        await Should.ThrowAsync<ArgumentException>(async () => await embedder.EmbedAsync([tensor.AsMemory(1)], embedding, CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await embedder.EmbedAsync([tensor], embedding.AsMemory(1), CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await embedder.EmbedAsync([], embedding, CancellationToken.None));
    }

    [Fact]
    public async Task A_canceled_call_throws_OperationCanceledException()
    {
        await using var embedder = await OpenAsync();
        var embeddings = new float[embedder.Dimension];

        await Should.ThrowAsync<OperationCanceledException>(async () => await embedder.EmbedAsync([CreateTensors(embedder).AsMemory(0, embedder.Input.Length)], embeddings, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task An_embedder_has_a_name_a_version_and_a_dimension()
    {
        await using var embedder = await OpenAsync();

        embedder.Name.ShouldNotBeEmpty();
        embedder.Version.ShouldNotBeEmpty();
        embedder.Dimension.ShouldBeGreaterThan(0);
    }

    protected abstract Task<IEmbedder> OpenAsync();

    private static float[] CreateTensors(IEmbedder embedder)
    {
        var tensors = new float[ImageCount * embedder.Input.Length];
        for (var i = 0; i < ImageCount; i++)
        {
            using var image = TestImages.Noise(90 + i, 70, i);
            Vision.Images.Tensors.ImageTensor.Write(image, embedder.Input, tensors.AsSpan(i * embedder.Input.Length, embedder.Input.Length));
        }

        return tensors;
    }

    private static async Task<float[]> EmbedAsync(IEmbedder embedder, ReadOnlyMemory<float> tensors, int count)
    {
        var embeddings = new float[count * embedder.Dimension];
        await embedder.EmbedAsync(tensors, count, embeddings);
        return embeddings;
    }
}

public sealed class DescriptorEmbedderComplianceTests : EmbedderCompliance
{
    protected override Task<IEmbedder> OpenAsync() => Task.FromResult<IEmbedder>(new DescriptorEmbedder());
}

public sealed class OnnxEmbedderComplianceTests : EmbedderCompliance
{
    protected override Task<IEmbedder> OpenAsync() =>
        Task.FromResult<IEmbedder>(OnnxEmbedder.Open(TestModels.LoadRuntime(), TestModels.OpenRegistry("mobilenet-v2"), "mobilenet-v2"));
}

public sealed class TritonEmbedderComplianceTests : EmbedderCompliance, IDisposable
{
    private InferenceServer? _server;

    public void Dispose() => _server?.Dispose();

    protected override async Task<IEmbedder> OpenAsync()
    {
        _server = new InferenceServer(TestModels.OpenSession("mobilenet-v2"), "mobilenet") { MaxBatch = 2 };
        return await TritonEmbedder.ConnectAsync(_server.Address, new TritonOptions { Output = "view" });
    }
}
