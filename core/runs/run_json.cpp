// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_json.hpp"

#include "core/base/file.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <limits>

namespace netwright::runs {

namespace {
    using Json = nlohmann::ordered_json;

    constexpr std::size_t kLargestFile = 64 << 20;
    constexpr std::int64_t kFormat = 1;
    constexpr std::array kEndings = { "finished", "stopped", "failed" };

    /// The values of a JSON object; the first that is missing or of another type is kept as the fault.
    class Fields {
    public:
        Fields(const Json& json, std::string& fault)
            : m_json(json)
            , m_fault(fault)
        {
        }

        [[nodiscard]] std::string text(const char* key) const
        {
            const auto& value = at(key);
            return value.is_string() ? value.get<std::string>() : faulty<std::string>(key, "a text");
        }
        template <class T> [[nodiscard]] T whole(const char* key) const
        {
            const auto& value = at(key);
            if (!value.is_number_integer())
                return faulty<T>(key, "a whole number");
            if (value.is_number_unsigned())
                return std::in_range<T>(value.get<std::uint64_t>()) ? value.get<T>()
                                                                    : faulty<T>(key, "a smaller number");
            return std::in_range<T>(value.get<std::int64_t>()) ? value.get<T>() : faulty<T>(key, "0 or more");
        }
        /// JSON knows no NaN: it is null there.
        [[nodiscard]] double real(const char* key) const
        {
            const auto& value = at(key);
            if (value.is_null())
                return std::numeric_limits<double>::quiet_NaN();
            return value.is_number() ? value.get<double>() : faulty<double>(key, "a number or null");
        }
        [[nodiscard]] training::MetricValues metrics(const char* key) const
        {
            training::MetricValues values;
            const Fields object = fields(key);
            for (const auto& [metric, value] : object.m_json.items())
                values[metric] = object.real(metric.c_str());
            return values;
        }
        [[nodiscard]] Fields fields(const char* key) const { return { this->object(key), m_fault }; }
        [[nodiscard]] const Json& object(const char* key) const
        {
            const auto& value = at(key);
            return value.is_object() ? value : faulty<const Json&>(key, "an object");
        }
        [[nodiscard]] bool has(const char* key) const { return m_json.contains(key); }
        template <class T> T faulty(const char* key, std::string_view expected) const
        {
            if (m_fault.empty())
                m_fault
                    = fmt::format("\"{}\": expected {}; restore the file or delete the run", key, expected);
            if constexpr (std::is_reference_v<T>)
                return kNothing;
            else
                return {};
        }

    private:
        static inline const Json kNothing = Json::object();

        [[nodiscard]] const Json& at(const char* key) const
        {
            const auto it = m_json.find(key);
            return it == m_json.end() ? faulty<const Json&>(key, "it, but it is missing") : *it;
        }

        const Json& m_json;
        std::string& m_fault;
    };

    Json toJson(const training::TrainingFacts& facts)
    {
        return { { "epochs", facts.epochs },         { "steps_per_epoch", facts.stepsPerEpoch },
                 { "train_rows", facts.trainRows },  { "validation_rows", facts.validationRows },
                 { "parameters", facts.parameters }, { "first_step", facts.firstStep } };
    }

    training::TrainingFacts factsFrom(const Fields& json)
    {
        return { .epochs = json.whole<std::int64_t>("epochs"),
                 .stepsPerEpoch = json.whole<std::int64_t>("steps_per_epoch"),
                 .trainRows = json.whole<std::int64_t>("train_rows"),
                 .validationRows = json.whole<std::int64_t>("validation_rows"),
                 .parameters = json.whole<std::int64_t>("parameters"),
                 .firstStep = json.whole<std::uint64_t>("first_step") };
    }

    Json toJson(const training::MetricValues& values)
    {
        Json json = Json::object();
        for (const auto& [metric, value] : values)
            json[metric] = value;
        return json;
    }

    Json toJson(const training::Outcome& outcome)
    {
        Json json { { "ending", kEndings.at(static_cast<std::size_t>(outcome.ending)) },
                    { "epochs", outcome.epochs },
                    { "steps", outcome.steps },
                    { "seconds", outcome.seconds },
                    { "train", toJson(outcome.train) },
                    { "validation", toJson(outcome.validation) },
                    { "test", toJson(outcome.test) } };
        if (outcome.error)
            json["error"] = { { "where", outcome.error->where }, { "message", outcome.error->message } };
        return json;
    }

    training::Outcome outcomeFrom(const Fields& json)
    {
        training::Outcome outcome;
        const auto ending = std::ranges::find(kEndings, json.text("ending"));
        if (ending == kEndings.end())
            json.faulty<int>("ending", "finished, stopped or failed");
        else
            outcome.ending = static_cast<training::Ending>(ending - kEndings.begin());
        outcome.epochs = json.whole<std::int64_t>("epochs");
        outcome.steps = json.whole<std::uint64_t>("steps");
        outcome.seconds = json.real("seconds");
        outcome.train = json.metrics("train");
        outcome.validation = json.metrics("validation");
        outcome.test = json.metrics("test");
        if (json.has("error")) {
            const auto error = json.fields("error");
            outcome.error = Error { error.text("where"), error.text("message") };
        }
        return outcome;
    }

    Json toJson(const RunInfo& info)
    {
        return { { "format", kFormat },
                 { "state", idOf(info.state) },
                 { "started", info.started },
                 { "netwright", info.version },
                 { "onednn", info.oneDnnVersion },
                 { "machine", info.machine },
                 { "threads", info.threads },
                 { "process", { { "id", info.processId }, { "start", info.processStart } } },
                 { "data_fingerprint", info.dataFingerprint },
                 { "best_epoch", info.bestEpoch },
                 { "facts", toJson(info.facts) },
                 { "outcome", toJson(info.outcome) },
                 { "project", project::toJson(info.snapshot) } };
    }

    RunState stateFrom(const Fields& json)
    {
        const auto id = json.text("state");
        for (const auto state :
             { RunState::Running, RunState::Finished, RunState::Stopped, RunState::Failed })
            if (id == idOf(state))
                return state;
        json.faulty<int>("state", "running, finished, stopped or failed");
        return RunState::Failed;
    }

    RunInfo infoFrom(const Fields& json)
    {
        const auto process = json.fields("process");
        RunInfo info;
        info.state = stateFrom(json);
        info.started = json.text("started");
        info.dataFingerprint = json.text("data_fingerprint");
        info.version = json.text("netwright");
        info.oneDnnVersion = json.text("onednn");
        info.machine = json.text("machine");
        info.threads = json.whole<int>("threads");
        info.processId = process.whole<std::int64_t>("id");
        info.processStart = process.text("start");
        info.bestEpoch = json.whole<std::int64_t>("best_epoch");
        info.facts = factsFrom(json.fields("facts"));
        info.outcome = outcomeFrom(json.fields("outcome"));
        return info;
    }

    std::filesystem::path fileOf(const std::filesystem::path& runFolder) { return runFolder / "run.json"; }
} // namespace

Status writeRunFile(const std::filesystem::path& runFolder, const RunInfo& info)
{
    return writeFile(fileOf(runFolder),
                     toJson(info).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Result<RunInfo> readRunFile(const std::filesystem::path& runFolder)
{
    const auto file = fileOf(runFolder).string();
    const auto text = readFile(file, kLargestFile);
    if (!text)
        return failed(text);
    const auto json = Json::parse(*text, nullptr, false);
    if (!json.is_object())
        return fail(file, "expected JSON of a run, found something else; restore the file or delete the run");
    std::string fault;
    const Fields fields(json, fault);
    if (const auto format = fields.whole<std::int64_t>("format"); fault.empty() && format != kFormat)
        return fail(file, "expected format {}, found {}; {}", kFormat, format,
                    format > kFormat ? "use a newer Netwright" : "restore the file or delete the run");
    auto info = infoFrom(fields);
    const auto& snapshot = fields.object("project");
    if (!fault.empty())
        return fail(file, "{}", fault);
    auto project = project::projectFromJson(snapshot);
    if (!project)
        return fail(file, "{}", project.error().text());
    info.snapshot = *std::move(project);
    info.name = (runFolder / "").parent_path().filename().string();
    return info;
}

} // namespace netwright::runs
