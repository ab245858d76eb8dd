using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelmill.Pipelines.Runs;

/// <summary>The output of a pipeline for one input, other than frames and vectors: a stream, or chunks.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
[JsonConverter(typeof(RunOutputJson))]
public abstract record RunOutput(string Input)
{
    private protected abstract void WriteTo(Utf8JsonWriter writer);

    /// <summary>Serializes outputs. Each kind of output writes itself, because a run does not know the pipelines.</summary>
    internal sealed class RunOutputJson : JsonConverter<RunOutput>
    {
        /// <summary>Reads nothing: only the library knows the current state of its streams and chunks.</summary>
        public override RunOutput? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return null;
        }

        public override void Write(Utf8JsonWriter writer, RunOutput value, JsonSerializerOptions options) => value.WriteTo(writer);
    }
}
