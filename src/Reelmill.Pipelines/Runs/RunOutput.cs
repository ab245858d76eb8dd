using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelmill.Pipelines.Runs;

/// <summary>What a pipeline made of an input, apart from frames and vectors: a stream, chunks.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
[JsonConverter(typeof(RunOutputJson))]
public abstract record RunOutput(string Input)
{
    private protected abstract void WriteTo(Utf8JsonWriter writer);

    /// <summary>Each kind writes itself: a run knows no pipeline.</summary>
    internal sealed class RunOutputJson : JsonConverter<RunOutput>
    {
        /// <summary>Only the library knows what its streams and chunks are by now.</summary>
        public override RunOutput? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return null;
        }

        public override void Write(Utf8JsonWriter writer, RunOutput value, JsonSerializerOptions options) => value.WriteTo(writer);
    }
}
