using Reelmill.Vision.Embedding;

namespace Reelmill.Vision.Tests.Embedding;

/// <summary>What holds for every embedder.</summary>
public abstract class EmbedderCompliance
{
    private const int Pictures = 5;

    [Fact]
    public async Task Every_vector_has_the_length_one()
    {
        await using var embedder = await OpenAsync();
        var vectors = await EmbedAsync(embedder, Tensors(embedder), Pictures);

        for (var i = 0; i < Pictures; i++)
        {
            vectors.Skip(i * embedder.Dimension).Take(embedder.Dimension).Sum(static v => (double)v * v).ShouldBe(1, 1e-5);
        }
    }

    [Fact]
    public async Task A_batch_gives_what_its_pictures_give_alone()
    {
        await using var embedder = await OpenAsync();
        var tensors = Tensors(embedder);
        var together = await EmbedAsync(embedder, tensors, Pictures);

        for (var i = 0; i < Pictures; i++)
        {
            var alone = await EmbedAsync(embedder, tensors.AsMemory(i * embedder.Input.Length, embedder.Input.Length), 1);
            TestModels.ShouldAgree(alone, together.AsSpan(i * embedder.Dimension, embedder.Dimension), 1e-5f);
        }
    }

    [Fact]
    public async Task Callers_at_the_same_time_do_not_disturb_each_other()
    {
        await using var embedder = await OpenAsync();
        var tensors = Tensors(embedder);
        var expected = await EmbedAsync(embedder, tensors, Pictures);

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => EmbedAsync(embedder, tensors, Pictures))));

        foreach (var result in results)
        {
            TestModels.ShouldAgree(result, expected, 1e-5f);
        }
    }

    [Fact]
    public async Task More_memory_than_needed_is_left_as_it_is()
    {
        await using var embedder = await OpenAsync();
        var vectors = new float[(2 * embedder.Dimension) + 1];
        vectors[^1] = 7;

        await embedder.EmbedAsync(Tensors(embedder), 2, vectors);

        vectors[^1].ShouldBe(7);
    }

    [Fact]
    public async Task Too_little_memory_is_refused()
    {
        await using var embedder = await OpenAsync();
        var (tensor, vector) = (new float[embedder.Input.Length], new float[embedder.Dimension]);

        await Should.ThrowAsync<ArgumentException>(async () => await embedder.EmbedAsync([tensor.AsMemory(1)], vector, CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await embedder.EmbedAsync([tensor], vector.AsMemory(1), CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await embedder.EmbedAsync([], vector, CancellationToken.None));
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        await using var embedder = await OpenAsync();
        var vectors = new float[embedder.Dimension];

        await Should.ThrowAsync<OperationCanceledException>(async () => await embedder.EmbedAsync([Tensors(embedder).AsMemory(0, embedder.Input.Length)], vectors, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task It_has_a_name_and_a_version_and_a_dimension()
    {
        await using var embedder = await OpenAsync();

        embedder.Name.ShouldNotBeEmpty();
        embedder.Version.ShouldNotBeEmpty();
        embedder.Dimension.ShouldBeGreaterThan(0);
    }

    protected abstract Task<IEmbedder> OpenAsync();

    private static float[] Tensors(IEmbedder embedder)
    {
        var tensors = new float[Pictures * embedder.Input.Length];
        for (var i = 0; i < Pictures; i++)
        {
            using var image = TestImages.Noise(90 + i, 70, i);
            Vision.Images.Tensors.ImageTensor.Write(image, embedder.Input, tensors.AsSpan(i * embedder.Input.Length, embedder.Input.Length));
        }

        return tensors;
    }

    private static async Task<float[]> EmbedAsync(IEmbedder embedder, ReadOnlyMemory<float> tensors, int count)
    {
        var vectors = new float[count * embedder.Dimension];
        await embedder.EmbedAsync(tensors, count, vectors);
        return vectors;
    }
}

public sealed class DescriptorEmbedderComplianceTests : EmbedderCompliance
{
    protected override Task<IEmbedder> OpenAsync() => Task.FromResult<IEmbedder>(new DescriptorEmbedder());
}

public sealed class OnnxEmbedderComplianceTests : EmbedderCompliance
{
    protected override Task<IEmbedder> OpenAsync() =>
        Task.FromResult<IEmbedder>(OnnxEmbedder.Open(TestModels.Runtime(), TestModels.With("mobilenet-v2"), "mobilenet-v2"));
}

public sealed class TritonEmbedderComplianceTests : EmbedderCompliance, IDisposable
{
    private InferenceServer? _server;

    public void Dispose() => _server?.Dispose();

    protected override async Task<IEmbedder> OpenAsync()
    {
        _server = new InferenceServer(TestModels.Open("mobilenet-v2"), "mobilenet") { MaxBatch = 2 };
        return await TritonEmbedder.ConnectAsync(_server.Address, new TritonOptions { Output = "view" });
    }
}
