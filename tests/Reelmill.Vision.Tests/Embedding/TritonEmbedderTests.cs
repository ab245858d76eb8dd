using System.Text;
using Reelmill.Core;
using Reelmill.Testing;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Embedding.Triton;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Tests.Embedding;

public sealed class TritonEmbedderTests : IDisposable
{
    private static readonly TritonOptions NoDelay = new() { Output = "view", Delay = TimeSpan.Zero };

    private InferenceServer? _server;

    [Fact]
    public async Task Embeddings_equal_those_of_the_same_model_in_this_process()
    {
        var input = TestModels.ReadReference("mobilenet-v2.input");
        await using var remote = await TritonEmbedder.ConnectAsync(Start().Address, NoDelay);
        await using var local = OnnxEmbedder.Open(TestModels.LoadRuntime(), TestModels.OpenRegistry("mobilenet-v2"), "mobilenet-v2");

        (await EmbedAsync(remote, input, 1)).ShouldBe(await EmbedAsync(local, input, 1));
    }

    [Fact]
    public async Task Name_version_dimension_and_batch_size_come_from_the_server()
    {
        await using var embedder = await TritonEmbedder.ConnectAsync($"triton:{Start().Address}", NoDelay);

        embedder.Name.ShouldBe("mobilenet");
        embedder.Version.ShouldBe("triton:mobilenet/3 test-server 1.2");
        embedder.Dimension.ShouldBe(1280);
        embedder.MaxBatch.ShouldBe(4);
        (embedder.Input.Width, embedder.Input.Height).ShouldBe((224, 224));
    }

    [Fact]
    public async Task Without_a_model_configuration_the_options_limit_the_batch_size()
    {
        await using var embedder = await TritonEmbedder.ConnectAsync(Start(maxBatch: 0).Address, NoDelay with { MaxBatch = 7 });

        embedder.MaxBatch.ShouldBe(7);
    }

    [Fact]
    public async Task A_large_batch_is_split_into_concurrent_requests_up_to_the_limit()
    {
        var server = Start();
        var (arrived, two) = (0, new TaskCompletionSource());
        server.BeforeRun = () =>
        {
            if (Interlocked.Increment(ref arrived) == 2)
            {
                two.SetResult();
            }

            return two.Task;
        };
        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, NoDelay with { MaxInFlight = 2 });

        await EmbedAsync(embedder, CreateTensors(embedder, 10), 10);

        server.Batches.Order().ShouldBe([2, 4, 4]);
        server.MaxInFlight.ShouldBe(2);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Transient_failures_are_retried(int status)
    {
        var server = Start();
        server.Faults.Enqueue((context, _) => InferenceServer.SendAsync(context, status, []));
        server.Faults.Enqueue((context, _) => InferenceServer.SendAsync(context, status, []));
        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, NoDelay);

        await EmbedAsync(embedder, CreateTensors(embedder, 1), 1);

        server.Batches.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_truncated_response_is_retried()
    {
        var server = Start();
        server.Faults.Enqueue(static async (context, response) =>
        {
            context.Response.Headers["Inference-Header-Content-Length"] = "150";
            context.Response.ContentLength64 = response.Length;
            await context.Response.OutputStream.WriteAsync(response.AsMemory(0, 100));
            await context.Response.OutputStream.FlushAsync();
            context.Response.Abort();
        });
        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, NoDelay);

        await EmbedAsync(embedder, CreateTensors(embedder, 1), 1);

        server.Batches.Count.ShouldBe(2);
    }

    [Fact]
    public async Task After_the_last_attempt_the_error_contains_the_response_of_the_server()
    {
        var server = Start();
        for (var i = 0; i < 4; i++)
        {
            server.Faults.Enqueue(static (context, _) => InferenceServer.SendAsync(context, 503, "{\"error\":\"no GPU\"}"u8.ToArray()));
        }

        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, NoDelay);
        var exception = await Should.ThrowAsync<ItemException>(() => EmbedAsync(embedder, CreateTensors(embedder, 1), 1));

        exception.Code.ShouldBe("embed_failed");
        exception.IsTransient.ShouldBeTrue();
        exception.Message.ShouldContain("it answered 503: {\"error\":\"no GPU\"}");
        server.Batches.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(400, null, "{\"error\":\"bad shape\"}", "it answered 400")]
    [InlineData(404, null, "", "does not exist anymore")]
    [InlineData(200, null, "{}", "binary tensor extension")]
    [InlineData(200, 999999999, "{}", "binary tensor extension")]
    [InlineData(200, 2, "{}", "its JSON header is not valid")]
    [InlineData(200, 3, "{{{", "its JSON header is not valid")]
    [InlineData(200, 103, "{\"outputs\":[{\"name\":\"view\",\"datatype\":\"FP32\",\"shape\":[1,1000],\"parameters\":{\"binary_data_size\":4000}}]}", "describes something other than")]
    public async Task Permanent_failures_are_not_retried(int status, int? headerLength, string body, string message)
    {
        var server = Start();
        server.Faults.Enqueue((context, _) => InferenceServer.SendAsync(context, status, Encoding.UTF8.GetBytes(body), headerLength));
        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, NoDelay);

        var exception = await Should.ThrowAsync<ItemException>(() => EmbedAsync(embedder, CreateTensors(embedder, 1), 1));

        exception.Code.ShouldBe("embed_refused");
        exception.Message.ShouldContain(message);
        server.Batches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_does_not_respond_times_out()
    {
        var server = Start();
        var (arrived, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        server.BeforeRun = () =>
        {
            arrived.TrySetResult();
            return never.Task;
        };
        var time = new ManualTimeProvider();
        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, NoDelay with { Time = time, Tries = 1 });
        var work = EmbedAsync(embedder, CreateTensors(embedder, 1), 1);
        await arrived.Task;

        time.Advance(TimeSpan.FromSeconds(31));

        (await Should.ThrowAsync<ItemException>(() => work)).Message.ShouldContain("no answer in 30 s");
        never.SetResult();
    }

    [Fact]
    public async Task Connecting_fails_when_the_server_or_the_model_is_not_ready()
    {
        var server = Start();
        await ShouldFail($"{server.Root}other", "embedder_unreachable", "has no model other");
        server.Ready = false;
        await ShouldFail(server.Address, "embedder_unreachable", "answered 400");
        server.Dispose();
        await ShouldFail(server.Address, "embedder_unreachable", "Connection refused");
    }

    [Fact]
    public async Task Connecting_fails_when_the_model_has_no_embedding_output()
    {
        await ShouldFail(Start().Address, "embedder_unsuited", "no float vector of fixed length vector", NoDelay with { Output = "vector" });
    }

    [Theory]
    [InlineData("http://host:8000/model", "http://host:8000/v2/models/model")]
    [InlineData("triton:https://host/a%20b/2", "https://host/v2/models/a%20b/versions/2")]
    public void An_address_contains_a_model_and_an_optional_version(string address, string uri) =>
        TritonAddress.Parse(address).ModelUri.AbsoluteUri.ShouldBe(uri);

    [Theory]
    [InlineData("")]
    [InlineData("host:8000/model")]
    [InlineData("http://host:8000")]
    [InlineData("http://host:8000/a/b/c")]
    [InlineData("ftp://host/model")]
    [InlineData("http://user:secret@host/model")]
    public void An_invalid_address_is_rejected(string address) =>
        Should.Throw<ModelException>(() => TritonAddress.Parse(address)).Message.ShouldContain("triton:http://host:8000/model");

    public void Dispose() => _server?.Dispose();

    private static async Task ShouldFail(string address, string code, string message, TritonOptions? options = null)
    {
        var exception = await Should.ThrowAsync<ModelException>(() => TritonEmbedder.ConnectAsync(address, options ?? NoDelay));
        exception.Code.ShouldBe(code);
        exception.Message.ShouldContain(message);
    }

    private static float[] CreateTensors(TritonEmbedder embedder, int count)
    {
        var tensors = new float[count * embedder.Input.Length];
        tensors.AsSpan().Fill(0.25f);
        return tensors;
    }

    private static async Task<float[]> EmbedAsync(IEmbedder embedder, float[] tensors, int count)
    {
        var embeddings = new float[count * embedder.Dimension];
        await embedder.EmbedAsync(tensors, count, embeddings);
        return embeddings;
    }

    private InferenceServer Start(int maxBatch = 4) => _server = new InferenceServer(TestModels.OpenSession("mobilenet-v2"), "mobilenet") { MaxBatch = maxBatch };
}
