using Reelmill.Testing;
using Reelmill.Vision.Images;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Tests.Onnx;

public sealed class OnnxRuntimeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void It_is_loaded_once_and_says_what_it_is()
    {
        var runtime = TestModels.Runtime();

        OnnxRuntime.Load().ShouldBeSameAs(runtime);
        Version.Parse(runtime.Version).ShouldBeGreaterThanOrEqualTo(new Version(1, 17));
        runtime.Providers.ShouldContain(static p => p == "CPUExecutionProvider");
        runtime.Path.ShouldContain("libonnxruntime");
    }

    [Fact]
    public void What_is_named_is_the_only_place()
    {
        OnnxRuntime.Places("/opt/libonnxruntime.so").ShouldBe(["/opt/libonnxruntime.so"]);
        OnnxRuntime.Places(_folder.Path).ShouldBe([_folder["libonnxruntime.so.1"]]);
    }

    [Fact]
    public void Without_a_name_the_cache_comes_before_the_system()
    {
        var places = OnnxRuntime.Places(null).ToArray();

        places.Length.ShouldBe(2);
        places[0].ShouldEndWith("/reelmill/onnxruntime/1.30.0/libonnxruntime.so.1");
        places[1].ShouldBe("libonnxruntime.so.1");
    }

    [Fact]
    public void A_library_that_is_not_there_is_told_with_what_to_do()
    {
        var exception = Should.Throw<MissingLibraryException>(() => OnnxRuntime.Find(_folder["libonnxruntime.so.1"]));

        exception.Message.ShouldContain("npm pack onnxruntime-node@1.30.0");
        exception.Message.ShouldContain("REELMILL_ONNXRUNTIME");
    }

    [Fact]
    public void Another_library_is_not_taken_for_it()
    {
        var text = _folder["libonnxruntime.so.1"];
        File.WriteAllText(text, "not a library");

        Should.Throw<MissingLibraryException>(() => OnnxRuntime.Find(text));
        Should.Throw<MissingLibraryException>(() => OnnxRuntime.Find("libturbojpeg.so.0"));
    }

    public void Dispose() => _folder.Dispose();
}
