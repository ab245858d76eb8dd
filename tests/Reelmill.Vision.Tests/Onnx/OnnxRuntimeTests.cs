using Reelmill.Testing;
using Reelmill.Vision.Images;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Tests.Onnx;

public sealed class OnnxRuntimeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task The_library_is_loaded_once_and_reports_its_version_and_providers()
    {
        var runtime = TestModels.LoadRuntime();

        (await OnnxRuntime.LoadAsync(OnnxProvider.Cuda)).ShouldBeSameAs(runtime);
        OnnxRuntime.LoadIfPresent().ShouldBeSameAs(runtime);
        Version.Parse(runtime.Version).ShouldBeGreaterThanOrEqualTo(new Version(1, 31));
        runtime.Providers.ShouldContain(static p => p == "CPUExecutionProvider");
        runtime.Path.ShouldContain("libonnxruntime");
    }

    [Fact]
    public void A_configured_path_can_be_a_file_or_a_folder()
    {
        OnnxRuntime.ResolvePath(null).ShouldBeNull();
        OnnxRuntime.ResolvePath("/opt/libonnxruntime.so").ShouldBe("/opt/libonnxruntime.so");
        OnnxRuntime.ResolvePath(_folder.Path).ShouldBe(_folder["libonnxruntime.so"]);
        File.WriteAllText(_folder["libonnxruntime.so.1"], string.Empty);
        OnnxRuntime.ResolvePath(_folder.Path).ShouldBe(_folder["libonnxruntime.so.1"]);
    }

    [Fact]
    public void The_error_for_an_unusable_library_says_what_to_do()
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
