using System.Text;
using Reelmill.Core;
using Reelmill.Testing;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Embedding.Triton;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Tests.Embedding;

public sealed class TritonEmbedderTests : IDisposable
{
    private static readonly TritonOptions Quick = new() { Output = "view", Delay = TimeSpan.Zero };

    private InferenceServer? _server;

    [Fact]
    public async Task Vectors_are_those_of_the_same_model_in_this_process()
    {
        var input = TestModels.Reference("mobilenet-v2.input");
        await using var remote = await TritonEmbedder.ConnectAsync(Start().Address, Quick);
        await using var local = OnnxEmbedder.Open(TestModels.Runtime(), TestModels.With("mobilenet-v2"), "mobilenet-v2");

        (await EmbedAsync(remote, input, 1)).ShouldBe(await EmbedAsync(local, input, 1));
    }

    [Fact]
    public async Task What_the_server_says_is_taken_over()
    {
        await using var embedder = await TritonEmbedder.ConnectAsync($"triton:{Start().Address}", Quick);

        embedder.Name.ShouldBe("mobilenet");
        embedder.Version.ShouldBe("triton:mobilenet/3 test-server 1.2");
        embedder.Dimension.ShouldBe(1280);
        embedder.MaxBatch.ShouldBe(4);
        (embedder.Input.Width, embedder.Input.Height).ShouldBe((224, 224));
    }

    [Fact]
    public async Task A_server_without_a_configuration_gets_batches_as_large_as_the_options_allow()
    {
        await using var embedder = await TritonEmbedder.ConnectAsync(Start(maxBatch: 0).Address, Quick with { MaxBatch = 7 });

        embedder.MaxBatch.ShouldBe(7);
    }

    [Fact]
    public async Task A_large_batch_goes_out_in_several_requests_at_the_same_time_and_never_too_many()
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
        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, Quick with { MaxInFlight = 2 });

        await EmbedAsync(embedder, Pictures(embedder, 10), 10);

        server.Batches.Order().ShouldBe([2, 4, 4]);
        server.MostInFlight.ShouldBe(2);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task What_may_pass_is_tried_again(int status)
    {
        var server = Start();
        server.Faults.Enqueue((context, _) => InferenceServer.SendAsync(context, status, []));
        server.Faults.Enqueue((context, _) => InferenceServer.SendAsync(context, status, []));
        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, Quick);

        await EmbedAsync(embedder, Pictures(embedder, 1), 1);

        server.Batches.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        var server = Start();
        server.Faults.Enqueue(static async (context, answer) =>
        {
            context.Response.Headers["Inference-Header-Content-Length"] = "150";
            context.Response.ContentLength64 = answer.Length;
            await context.Response.OutputStream.WriteAsync(answer.AsMemory(0, 100));
            await context.Response.OutputStream.FlushAsync();
            context.Response.Abort();
        });
        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, Quick);

        await EmbedAsync(embedder, Pictures(embedder, 1), 1);

        server.Batches.Count.ShouldBe(2);
    }

    [Fact]
    public async Task After_the_last_try_the_failure_says_what_the_server_said()
    {
        var server = Start();
        for (var i = 0; i < 4; i++)
        {
            server.Faults.Enqueue(static (context, _) => InferenceServer.SendAsync(context, 503, "{\"error\":\"no GPU\"}"u8.ToArray()));
        }

        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, Quick);
        var exception = await Should.ThrowAsync<ItemException>(() => EmbedAsync(embedder, Pictures(embedder, 1), 1));

        exception.Code.ShouldBe("embed_failed");
        exception.IsTransient.ShouldBeTrue();
        exception.Message.ShouldContain("it answered 503: {\"error\":\"no GPU\"}");
        server.Batches.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(400, null, "{\"error\":\"bad shape\"}", "it answered 400")]
    [InlineData(404, null, "", "no longer there")]
    [InlineData(200, null, "{}", "binary tensor extension")]
    [InlineData(200, 999999999, "{}", "binary tensor extension")]
    [InlineData(200, 2, "{}", "its description cannot be read")]
    [InlineData(200, 3, "{{{", "its description cannot be read")]
    [InlineData(200, 103, "{\"outputs\":[{\"name\":\"view\",\"datatype\":\"FP32\",\"shape\":[1,1000],\"parameters\":{\"binary_data_size\":4000}}]}", "describes other numbers")]
    public async Task What_will_not_pass_is_not_tried_again(int status, int? headerLength, string body, string message)
    {
        var server = Start();
        server.Faults.Enqueue((context, _) => InferenceServer.SendAsync(context, status, Encoding.UTF8.GetBytes(body), headerLength));
        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, Quick);

        var exception = await Should.ThrowAsync<ItemException>(() => EmbedAsync(embedder, Pictures(embedder, 1), 1));

        exception.Code.ShouldBe("embed_refused");
        exception.Message.ShouldContain(message);
        server.Batches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_when_its_time_is_over()
    {
        var server = Start();
        var (arrived, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        server.BeforeRun = () =>
        {
            arrived.TrySetResult();
            return never.Task;
        };
        var time = new ManualTimeProvider();
        await using var embedder = await TritonEmbedder.ConnectAsync(server.Address, Quick with { Time = time, Tries = 1 });
        var work = EmbedAsync(embedder, Pictures(embedder, 1), 1);
        await arrived.Task;

        time.Advance(TimeSpan.FromSeconds(31));

        (await Should.ThrowAsync<ItemException>(() => work)).Message.ShouldContain("no answer in 30 s");
        never.SetResult();
    }

    [Fact]
    public async Task A_server_or_a_model_that_is_not_ready_is_told_at_the_start()
    {
        var server = Start();
        await ShouldFail($"{server.Root}other", "embedder_unreachable", "has no model other");
        server.Ready = false;
        await ShouldFail(server.Address, "embedder_unreachable", "answered 400");
        server.Dispose();
        await ShouldFail(server.Address, "embedder_unreachable", "Connection refused");
    }

    [Fact]
    public async Task A_model_that_gives_no_vector_is_told_at_the_start()
    {
        await ShouldFail(Start().Address, "embedder_unsuited", "no float vector of a fixed length vector", Quick with { Output = "vector" });
    }

    [Theory]
    [InlineData("http://host:8000/model", "http://host:8000/v2/models/model")]
    [InlineData("triton:https://host/a%20b/2", "https://host/v2/models/a%20b/versions/2")]
    public void An_address_names_a_model_and_may_name_its_version(string address, string uri) =>
        TritonAddress.Parse(address).ModelUri.AbsoluteUri.ShouldBe(uri);

    [Theory]
    [InlineData("")]
    [InlineData("host:8000/model")]
    [InlineData("http://host:8000")]
    [InlineData("http://host:8000/a/b/c")]
    [InlineData("ftp://host/model")]
    [InlineData("http://user:secret@host/model")]
    public void What_is_no_address_is_refused(string address) =>
        Should.Throw<ModelException>(() => TritonAddress.Parse(address)).Message.ShouldContain("triton:http://host:8000/model");

    public void Dispose() => _server?.Dispose();

    private static async Task ShouldFail(string address, string code, string message, TritonOptions? options = null)
    {
        var exception = await Should.ThrowAsync<ModelException>(() => TritonEmbedder.ConnectAsync(address, options ?? Quick));
        exception.Code.ShouldBe(code);
        exception.Message.ShouldContain(message);
    }

    private static float[] Pictures(TritonEmbedder embedder, int count)
    {
        var tensors = new float[count * embedder.Input.Length];
        tensors.AsSpan().Fill(0.25f);
        return tensors;
    }

    private static async Task<float[]> EmbedAsync(IEmbedder embedder, float[] tensors, int count)
    {
        var vectors = new float[count * embedder.Dimension];
        await embedder.EmbedAsync(tensors, count, vectors);
        return vectors;
    }

    private InferenceServer Start(int maxBatch = 4) => _server = new InferenceServer(TestModels.Open("mobilenet-v2"), "mobilenet") { MaxBatch = maxBatch };
}
