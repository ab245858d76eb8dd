using Reelmill.Testing;
using Reelmill.Vision.Images;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Tests.Onnx;

public sealed class OnnxRuntimeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task It_is_loaded_once_and_says_what_it_is()
    {
        var runtime = TestModels.Runtime();

        (await OnnxRuntime.LoadAsync(OnnxProvider.Cuda)).ShouldBeSameAs(runtime);
        OnnxRuntime.LoadIfPresent().ShouldBeSameAs(runtime);
        Version.Parse(runtime.Version).ShouldBeGreaterThanOrEqualTo(new Version(1, 31));
        runtime.Providers.ShouldContain(static p => p == "CPUExecutionProvider");
        runtime.Path.ShouldContain("libonnxruntime");
    }

    [Fact]
    public void A_name_is_a_file_or_a_folder()
    {
        OnnxRuntime.Named(null).ShouldBeNull();
        OnnxRuntime.Named("/opt/libonnxruntime.so").ShouldBe("/opt/libonnxruntime.so");
        OnnxRuntime.Named(_folder.Path).ShouldBe(_folder["libonnxruntime.so"]);
        File.WriteAllText(_folder["libonnxruntime.so.1"], string.Empty);
        OnnxRuntime.Named(_folder.Path).ShouldBe(_folder["libonnxruntime.so.1"]);
    }

    [Fact]
    public void What_cannot_be_loaded_is_told_with_what_to_do()
    {
        var text = _folder["libonnxruntime.so"];
        File.WriteAllText(text, "not a library");

        foreach (var path in new[] { text, _folder["absent.so"], "libturbojpeg.so.0" })
        {
            Should.Throw<MissingLibraryException>(() => OnnxRuntime.Load(path)).Message.ShouldContain("REELMILL_ONNXRUNTIME");
        }
    }

    public void Dispose() => _folder.Dispose();
}
