using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Tests.Onnx;

public class OnnxSessionTests
{
    [Theory]
    [InlineData("mobilenet-v2", "mobilenet-v2", "output", "view")]
    [InlineData("fastestdet", "fastestdet", "758")]
    [InlineData("ultraface", "ultraface", "scores", "boxes")]
    [InlineData("yolox-nano", "yolox-nano", "output")]
    public void Outputs_are_those_that_the_reference_has(string model, string file, params string[] outputs)
    {
        var input = TestModels.Reference($"{file}.input");
        using var session = TestModels.Open(model);

        foreach (var output in outputs)
        {
            var expected = TestModels.Reference($"{file}.{output}");
            TestModels.ShouldAgree(Run(session, input, output), expected);
        }
    }

    [Fact]
    public void A_session_says_what_it_takes_and_gives()
    {
        using var yolox = TestModels.Open("yolox-nano");
        using var mobilenet = TestModels.Open("mobilenet-v2");

        yolox.Inputs.Select(static i => i.ToString()).ShouldBe(["images float [1,3,416,416]"]);
        yolox.Outputs.Select(static i => i.ToString()).ShouldBe(["output float [1,3549,85]"]);
        mobilenet.Inputs.Select(static i => i.ToString()).ShouldBe(["input float [-1,3,224,224]"]);
        mobilenet.Outputs.Select(static i => i.ToString()).ShouldBe(["output float [-1,1000]", "view float [-1,1280]"]);
    }

    [Fact]
    public void Callers_at_the_same_time_get_what_one_caller_gets()
    {
        var input = TestModels.Reference("yolox-nano.input");
        using var session = TestModels.Open("yolox-nano");
        var expected = Run(session, input, "output");

        var results = new float[6][];
        Parallel.For(0, results.Length, i => results[i] = Run(session, input, "output"));

        results.ShouldAllBe(r => r.SequenceEqual(expected));
    }

    [Fact]
    public void More_threads_give_the_same_bits()
    {
        var input = TestModels.Reference("yolox-nano.input");
        using var one = TestModels.Open("yolox-nano");
        using var two = TestModels.Open("yolox-nano", new OnnxSessionOptions { Threads = 2 });

        Run(two, input, "output").ShouldBe(Run(one, input, "output"));
    }

    [Fact]
    public void A_wrong_shape_is_told_in_the_runtimes_words()
    {
        using var session = TestModels.Open("yolox-nano");
        var output = new OnnxOutput("output", new float[3549 * 85], [1, 3549, 85]);

        var exception = Should.Throw<OnnxException>(
            () => session.Run([new OnnxInput("images", new float[3 * 8 * 8], [1, 3, 8, 8])], [output]));

        exception.Code.ShouldBe("InvalidArgument");
        exception.Message.ShouldStartWith("Running yolox-nano: ");
        exception.RuntimeMessage.ShouldContain("416");
    }

    [Fact]
    public void Memory_that_is_shorter_than_its_shape_is_refused()
    {
        using var session = TestModels.Open("yolox-nano");
        var input = new OnnxInput("images", new float[10], [1, 3, 416, 416]);

        Should.Throw<OnnxException>(() => session.Run([input], [])).Message.ShouldContain("Running yolox-nano");
    }

    [Fact]
    public void A_name_that_the_model_lacks_is_refused_with_those_that_it_has()
    {
        using var session = TestModels.Open("yolox-nano");

        Should.Throw<ArgumentException>(() => session.Run([new OnnxInput("image", new float[1], [1])], []))
            .Message.ShouldContain("no input 'image'; it has images");
    }

    [Fact]
    public void Bytes_that_are_no_model_are_refused()
    {
        var runtime = TestModels.Runtime();

        var exception = Should.Throw<OnnxException>(() => OnnxSession.Open(runtime, "noise", TestPictures.Noise(1000, 1)));

        exception.Message.ShouldStartWith("Opening noise: ");
        exception.Code.ShouldBe("InvalidProtobuf");
    }

    [Fact]
    public void A_provider_that_the_library_lacks_is_an_error_and_not_a_crash()
    {
        var runtime = TestModels.Runtime();
        Assert.SkipWhen(File.Exists(Path.Combine(Path.GetDirectoryName(runtime.Path)!, "libonnxruntime_providers_cuda.so")), "the library has CUDA");

        var registry = TestModels.With("yolox-nano");
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
    public void A_cancelled_run_ends_as_cancelled()
    {
        using var session = TestModels.Open("mobilenet-v2");
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => session.Run([], [], source.Token));

        // A batch that takes a second or more, cancelled while it runs.
        const int Count = 128;
        using var late = new CancellationTokenSource();
        var input = new OnnxInput("input", new float[Count * 3 * 224 * 224], [Count, 3, 224, 224]);
        var output = new OnnxOutput("view", new float[Count * 1280], [Count, 1280]);
        late.CancelAfter(TimeSpan.FromMilliseconds(50));
        Should.Throw<OperationCanceledException>(() => session.Run([input], [output], late.Token)).CancellationToken.ShouldBe(late.Token);
    }

    [Fact]
    public async Task A_session_that_is_disposed_while_it_runs_lets_the_runs_end()
    {
        var input = TestModels.Reference("ultraface.input");
        var session = TestModels.Open("ultraface");
        var (ended, refused) = (0, 0);
        using var started = new CountdownEvent(4);
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            started.Signal();
            try
            {
                while (true)
                {
                    Array.TrueForAll(Run(session, input, "boxes"), float.IsFinite).ShouldBeTrue();
                    Interlocked.Increment(ref ended);
                }
            }
            catch (ObjectDisposedException)
            {
                Interlocked.Increment(ref refused);
            }
        })).ToArray();
        started.Wait();
        SpinWait.SpinUntil(() => Volatile.Read(ref ended) > 8);

        session.Dispose();

        await Task.WhenAll(callers);
        refused.ShouldBe(4);
    }

    [Fact]
    public void A_disposed_session_runs_no_more()
    {
        var session = TestModels.Open("ultraface");
        session.Dispose();
        session.Dispose();

        Should.Throw<ObjectDisposedException>(() => session.Run([], []));
    }

    [Fact]
    public void Providers_have_names() => OnnxProviders.All.Select(static p => p.Name).ShouldBe(["cpu", "cuda", "tensorrt", "openvino"]);

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
