using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Tests.Onnx;

public class OnnxSessionTests
{
    [Theory]
    [InlineData("mobilenet-v2", "mobilenet-v2", "output", "view")]
    [InlineData("fastestdet", "fastestdet", "758")]
    [InlineData("ultraface", "ultraface", "scores", "boxes")]
    [InlineData("yolox-nano", "yolox-nano", "output")]
    public void Outputs_match_the_reference(string model, string file, params string[] outputs)
    {
        var input = TestModels.ReadReference($"{file}.input");
        using var session = TestModels.OpenSession(model);

        foreach (var output in outputs)
        {
            var expected = TestModels.ReadReference($"{file}.{output}");
            TestModels.ShouldAgree(Run(session, input, output), expected);
        }
    }

    [Fact]
    public void A_session_describes_its_inputs_and_outputs()
    {
        using var yolox = TestModels.OpenSession("yolox-nano");
        using var mobilenet = TestModels.OpenSession("mobilenet-v2");

        yolox.Inputs.Select(static i => i.ToString()).ShouldBe(["images float [1,3,416,416]"]);
        yolox.Outputs.Select(static i => i.ToString()).ShouldBe(["output float [1,3549,85]"]);
        mobilenet.Inputs.Select(static i => i.ToString()).ShouldBe(["input float [-1,3,224,224]"]);
        mobilenet.Outputs.Select(static i => i.ToString()).ShouldBe(["output float [-1,1000]", "view float [-1,1280]"]);
    }

    [Fact]
    public void Concurrent_runs_give_the_same_results_as_one_run()
    {
        var input = TestModels.ReadReference("yolox-nano.input");
        using var session = TestModels.OpenSession("yolox-nano");
        var expected = Run(session, input, "output");

        var results = new float[6][];
        Parallel.For(0, results.Length, i => results[i] = Run(session, input, "output"));

        results.ShouldAllBe(r => r.SequenceEqual(expected));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_the_result()
    {
        var input = TestModels.ReadReference("yolox-nano.input");
        using var one = TestModels.OpenSession("yolox-nano");
        using var two = TestModels.OpenSession("yolox-nano", new OnnxSessionOptions { Threads = 2 });

        Run(two, input, "output").ShouldBe(Run(one, input, "output"));
    }

    [Fact]
    public void The_error_for_a_wrong_shape_contains_the_message_of_the_runtime()
    {
        using var session = TestModels.OpenSession("yolox-nano");
        var output = new OnnxOutput("output", new float[3549 * 85], [1, 3549, 85]);

        var exception = Should.Throw<OnnxException>(
            () => session.Run([new OnnxInput("images", new float[3 * 8 * 8], [1, 3, 8, 8])], [output]));

        exception.Code.ShouldBe("InvalidArgument");
        exception.Message.ShouldStartWith("Running yolox-nano: ");
        exception.RuntimeMessage.ShouldContain("416");
    }

    [Fact]
    public void Memory_that_is_shorter_than_its_shape_is_rejected()
    {
        using var session = TestModels.OpenSession("yolox-nano");
        var input = new OnnxInput("images", new float[10], [1, 3, 416, 416]);

        Should.Throw<OnnxException>(() => session.Run([input], [])).Message.ShouldContain("Running yolox-nano");
    }

    [Fact]
    public void An_unknown_input_name_is_rejected_with_the_existing_names()
    {
        using var session = TestModels.OpenSession("yolox-nano");

        Should.Throw<ArgumentException>(() => session.Run([new OnnxInput("image", new float[1], [1])], []))
            .Message.ShouldContain("no input 'image'; it has images");
    }

    [Fact]
    public void Bytes_that_are_not_a_model_are_rejected()
    {
        var runtime = TestModels.LoadRuntime();

        var exception = Should.Throw<OnnxException>(() => OnnxSession.Open(runtime, "noise", TestSamples.Noise(1000, 1)));

        exception.Message.ShouldStartWith("Opening noise: ");
        exception.Code.ShouldBe("InvalidProtobuf");
    }

    [Fact]
    public void A_provider_missing_from_the_build_throws_an_error_with_advice()
    {
        var runtime = TestModels.LoadRuntime();
        Assert.SkipWhen(File.Exists(Path.Combine(Path.GetDirectoryName(runtime.Path)!, "libonnxruntime_providers_cuda.so")), "the library has CUDA");

        var registry = TestModels.OpenRegistry("yolox-nano");
        var model = registry.Read(registry.Find("yolox-nano"));

        foreach (var provider in new[] { OnnxProvider.Cuda, OnnxProvider.TensorRt, OnnxProvider.OpenVino })
        {
            var exception = Should.Throw<OnnxProviderException>(() => OnnxSession.Open(runtime, "yolox-nano", model, new OnnxSessionOptions { Provider = provider }));

            exception.Code.ShouldBe("provider_missing");
            exception.Message.ShouldStartWith($"Models cannot run on {provider.Name}: the ONNX Runtime at {runtime.Path} was built without it. ");
            exception.Message.ShouldContain(provider == OnnxProvider.OpenVino ? "REELMILL_ONNXRUNTIME" : $"reelmill models pull --provider {provider.Name}");
        }
    }

    [Fact]
    public void A_canceled_run_throws_OperationCanceledException()
    {
        using var session = TestModels.OpenSession("mobilenet-v2");
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => session.Run([], [], source.Token));

        // A batch that takes at least a second, canceled while it runs.
        const int Count = 128;
        using var late = new CancellationTokenSource();
        var input = new OnnxInput("input", new float[Count * 3 * 224 * 224], [Count, 3, 224, 224]);
        var output = new OnnxOutput("view", new float[Count * 1280], [Count, 1280]);
        late.CancelAfter(TimeSpan.FromMilliseconds(50));
        Should.Throw<OperationCanceledException>(() => session.Run([input], [output], late.Token)).CancellationToken.ShouldBe(late.Token);
    }

    [Fact]
    public async Task Disposing_a_session_waits_for_active_runs()
    {
        var input = TestModels.ReadReference("ultraface.input");
        var session = TestModels.OpenSession("ultraface");
        var (completed, rejected) = (0, 0);
        using var started = new CountdownEvent(4);
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            started.Signal();
            try
            {
                while (true)
                {
                    Array.TrueForAll(Run(session, input, "boxes"), float.IsFinite).ShouldBeTrue();
                    Interlocked.Increment(ref completed);
                }
            }
            catch (ObjectDisposedException)
            {
                Interlocked.Increment(ref rejected);
            }
        })).ToArray();
        started.Wait();
        SpinWait.SpinUntil(() => Volatile.Read(ref completed) > 8);

        session.Dispose();

        await Task.WhenAll(callers);
        rejected.ShouldBe(4);
    }

    [Fact]
    public void Running_a_disposed_session_throws()
    {
        var session = TestModels.OpenSession("ultraface");
        session.Dispose();
        session.Dispose();

        Should.Throw<ObjectDisposedException>(() => session.Run([], []));
    }

    [Fact]
    public void Providers_have_their_documented_names() => OnnxProviders.All.Select(static p => p.Name).ShouldBe(["cpu", "cuda", "tensorrt", "openvino"]);

    private static float[] Run(OnnxSession session, float[] input, string output)
    {
        var shape = session.Inputs[0].Shape.Select(static d => Math.Max(d, 1)).ToArray();
        var info = session.Outputs.First(o => o.Name == output);
        var outputShape = info.Shape.Select(static d => Math.Max(d, 1)).ToArray();
        var result = new float[outputShape.Aggregate(1L, static (a, b) => a * b)];
        session.Run([new OnnxInput(session.Inputs[0].Name, input, shape)], [new OnnxOutput(output, result, outputShape)]);
        return result;
    }
}
